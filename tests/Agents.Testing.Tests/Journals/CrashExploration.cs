using Agents.Runtime;

namespace Agents.Testing.Tests;

/// <summary>
/// Ends hosts after any number of stored batches, as a crash would, and lets the next one go on: nothing that was recorded changes,
/// nothing that completed runs again, and every run comes to its end.
/// </summary>
public sealed class CrashExploration
{
    public static TheoryData<string> Scenarios => LongExploration.Scenarios;

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Every_run_survives_a_crash_at_any_commit(string scenario)
    {
        var seeds = Math.Max(LongExploration.Seeds / 5, 1);
        await Parallel.ForEachAsync(
            Enumerable.Range(LongExploration.FirstSeed, seeds),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (seed, _) => await CrashEverywhereAsync(scenario, seed));
    }

    private static async Task CrashEverywhereAsync(string scenario, int seed)
    {
        var store = new InMemoryStore();
        var options = LongExploration.MakeHost(seed) with { Seed = seed, Store = store };
        var host = AgentTestHost.Create(LongExploration.Register, options);
        await host.UseAsync(() => host.RunAsync(() => DurableExploration.PlayAsync(host, LongExploration.Find(scenario))));
        var ended = host.Time.GetUtcNow();

        var step = Math.Max(store.Batches / 12, 1);
        for (var count = seed % step; count <= store.Batches; count += step)
        {
            try
            {
                await GoOnAsync(options with { Store = store.CopyAfter(count), StartTime = ended, Seed = seed + count });
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"{scenario}, seed {seed}, crash after {count} of {store.Batches} batches: {exception.Message}", exception);
            }
        }
    }

    private static async Task GoOnAsync(AgentTestHostOptions options)
    {
        var before = Describe(await ReadAsync(options));
        var host = AgentTestHost.Create(LongExploration.Register, options);
        await host.UseAsync(async () =>
        {
            await host.RunAsync(async () =>
            {
                await host.Runtime.OpenAsync();
                Assert.Empty(host.Runtime.Stored!.Unreadable);
                while (RunDescription.RunsOf(host.Runtime).FirstOrDefault(static run => run.End is null) is { } pending)
                {
                    Assert.Null(pending.Parked);
                    await await Task.WhenAny(Onlookers.EndOf(pending.WaitForEndAsync(CancellationToken.None)), AnswerAsync(host));
                }
            });
            foreach (var run in RunDescription.RunsOf(host.Runtime))
                RunInvariants.Check(RunDescription.EventsOf(run));
            foreach (var (id, log) in before)
            {
                if (host.Runtime.Runs.Find(id) is { } run)
                    Assert.Equal(log, RunDescription.EventsOf(run).Take(log.Count).Select(RunDescription.Of));
            }
        });
    }

    /// <summary>Answers what people are asked, as long as there is something to answer.</summary>
    private static async Task AnswerAsync(AgentTestHost host)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), host.Time);
        foreach (var run in RunDescription.RunsOf(host.Runtime).Where(static run => run.End is null))
        {
            foreach (var request in run.GetPendingRequests())
            {
                var question = run.FindQuestion(request.Id.Number)!;
                await run.AnswerAsync(question, ((string)request.BoxedQuestion!).Length);
            }
        }
    }

    /// <summary>The runs of a store as they are, without going on.</summary>
    private static async Task<List<Run>> ReadAsync(AgentTestHostOptions options)
    {
        var host = AgentTestHost.Create(LongExploration.Register, options with { Store = options.Store!.Copy() });
        List<Run> runs = [];
        await host.UseAsync(async () =>
        {
            runs = await host.Runtime.Stored!.ReadAllAsync(CancellationToken.None);
        });
        return runs;
    }

    private static Dictionary<RunId, List<string>> Describe(List<Run> runs) =>
        runs.ToDictionary(static run => run.Id, static run => RunDescription.EventsOf(run).ConvertAll(RunDescription.Of));
}
