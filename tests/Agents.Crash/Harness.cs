using System.Diagnostics;

namespace Agents.Crash;

/// <summary>Starts workers, kills them, and checks in the end what they have said. Some databases at once, each killed some times.</summary>
internal sealed class Harness(HarnessOptions options)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Lock sync = new();
    private int kills;
    private int databases;
    private (int Roots, int Runs, int Events, int Seen, int Interrupted, int Violations) sum;

    public static async Task<int> RunAsync(HarnessOptions options)
    {
        var harness = new Harness(options);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, options.Parallel).Select(_ => Task.Run(harness.WorkAsync)));
        var sum = harness.sum;
        Console.WriteLine(
            $"{harness.kills:N0} kills of processes on {harness.databases:N0} databases in {clock.Elapsed.TotalMinutes:N1} minutes: {sum.Roots:N0} roots, " +
            $"{sum.Runs:N0} runs, {sum.Events:N0} events, {sum.Seen:N0} of them read while the processes lived, " +
            $"{sum.Interrupted:N0} attempts cut off; {sum.Violations:N0} violations");
        return sum.Violations == 0 ? 0 : 1;
    }

    private async Task WorkAsync()
    {
        while (true)
        {
            int number;
            int count;
            lock (sync)
            {
                var left = options.Kills - kills;
                if (left <= 0)
                    return;
                number = ++databases;
                count = Math.Min(left, 12 + new Random(options.Seed + number).Next(20));
                kills += count;
            }

            var folder = Directory.CreateTempSubdirectory("agents-crash-").FullName;
            var record = await PlayAsync(folder, count, options.Seed * 1000 + number);
            Report(number, folder, record);
        }
    }

    private static async Task<Record> PlayAsync(string folder, int count, int seed)
    {
        var random = new Random(seed);
        var record = new Record();
        for (var life = 1; life <= count; life++)
        {
            record.Life = life;
            await LiveAsync(MakeOptions(drains: false), async worker =>
            {
                // Mostly in the middle of work; now and then while it starts.
                if (random.Next(5) > 0)
                    await worker.WhenReady.WaitAsync(Patience);
                await Task.Delay(random.Next(400));
                worker.Kill();
            });
        }

        record.Life = count + 1;
        await LiveAsync(MakeOptions(drains: true), static _ => Task.CompletedTask);
        if (!record.IsDone)
            record.Violate("The last worker did not bring all to its end.");
        record.Check();
        return record;

        WorkerOptions MakeOptions(bool drains) => new(folder, random.Next(), record.Next, drains);

        async Task LiveAsync(WorkerOptions worker, Func<Life, Task> use)
        {
            await File.WriteAllLinesAsync(worker.Roots, record.RootLines);
            using var life = new Life(worker, record.Hear);
            try
            {
                await use(life);
                await life.WhenEnded.WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                record.Violate("The worker neither became ready nor ended.");
                life.Kill();
                await life.WhenEnded;
            }

            if (await life.GetErrorsAsync() is { Length: > 0 } errors)
                record.Violate($"The worker wrote: {errors}");
        }
    }

    private void Report(int number, string folder, Record record)
    {
        lock (sync)
        {
            sum = (sum.Roots + record.Roots, sum.Runs + record.Runs, sum.Events + record.Events, sum.Seen + record.SeenEvents,
                sum.Interrupted + record.Interrupted, sum.Violations + record.Violations.Count);
            Console.WriteLine(
                $"Database {number}: {record.Life - 1} kills, {record.Roots} roots, {record.Events} events, {record.Violations.Count} violations");
            foreach (var violation in record.Violations.Take(10))
                Console.WriteLine($"  {violation}");
        }

        if (record.Violations.Count == 0)
            Directory.Delete(folder, recursive: true);
        else
            Console.WriteLine($"  The database is kept in {folder}.");
    }
}
