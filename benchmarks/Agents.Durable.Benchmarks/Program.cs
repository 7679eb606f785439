using Agents.Durable.Benchmarks;

// dotnet run -c Release --project benchmarks/Agents.Durable.Benchmarks -- journal | runs | chunks | recovery | all
string[] modes = args is ["all"] ? ["journal", "runs", "chunks", "recovery"] : args;
foreach (var mode in modes)
{
    switch (mode)
    {
        case "journal":
            foreach (var batch in new[] { 64, 512 })
                await AppendRate.MeasureAsync(batch, rounds: 7, seconds: 0.7);
            await Listing.MeasureAsync(runs: 100_000, events: 5);
            break;
        case "runs":
            await RunRate.MeasureAsync(atOnce: 64, rounds: 9, seconds: 0.8);
            break;
        case "chunks":
            await ChunkLatency.MeasureAsync(rounds: 9, chunks: 400);
            break;
        case "recovery":
            await Recovery.MeasureAsync(runs: 100_000);
            break;
        default:
            Console.Error.WriteLine($"There is no mode '{mode}': journal, runs, chunks, recovery, all.");
            return 1;
    }
}

if (modes.Length == 0)
    Console.Error.WriteLine("Modes: journal, runs, chunks, recovery, all.");
return modes.Length == 0 ? 1 : 0;
