using Agents.Durable.Benchmarks;

if (args is not ["journal"])
{
    Console.WriteLine("Modes: journal");
    return 1;
}
foreach (var batch in new[] { 64, 512 })
    await AppendRate.MeasureAsync(batch, rounds: 7, seconds: 0.7);
await Recovery.MeasureAsync(runs: 100_000, events: 5);
return 0;
