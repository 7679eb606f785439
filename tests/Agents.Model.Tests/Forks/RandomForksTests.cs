using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>
/// Forks of random runs, finished, canceled and running, with random changes, and forks of these: against an execution of one
/// invocation after the other with the changed inputs.
/// </summary>
public sealed class RandomForksTests
{
    private static int Cases { get; } = int.TryParse(Environment.GetEnvironmentVariable("AGENTS_MODEL_CASES"), out var cases) ? cases : 3_000;

    private static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("AGENTS_FORKS_SEED"), out var seed) ? seed : Environment.TickCount;

    private enum Moment
    {
        Finished,
        Canceled,
        Running,
    }

    [Fact]
    public async Task A_fork_is_what_a_sequential_execution_with_its_inputs_would_be()
    {
        var played = 0;
        await Parallel.ForAsync(0, Cases, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            var seed = unchecked(Seed + number);
            try
            {
                if (await PlayAsync(new RandomScopes(seed), new Random(seed)))
                    Interlocked.Increment(ref played);
            }
            catch (Exception exception)
            {
                throw new ModelException($"Set AGENTS_FORKS_SEED to {seed} to play this again. {exception}");
            }
        });
        Assert.True(played > Cases / 4, $"Only {played} of {Cases} graphs were small enough.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{played} of {Cases} graphs were played.");
    }

    private static async Task<bool> PlayAsync(RandomScopes graph, Random dice)
    {
        if (graph.IsTooBig)
            return false;
        await using var stage = Stage.Of(graph.ToDefinition());
        var run = await stage.StartAsync(graph.Input);
        var moment = (Moment)dice.Next(3);
        if (moment is Moment.Finished)
            await run.EndSoon();
        var source = await RunPaths.ReadAsync(run, moment is Moment.Finished ? int.MaxValue : dice.Next(1, 60));
        if (moment is Moment.Canceled)
        {
            await run.CancelAsync("enough", CancellationToken.None);
            source = await RunPaths.ReadAsync(run);
        }

        // Where a scope was finished early, what is left of it may hold up what follows from it in a fork.
        var first = Choose(graph, dice, source, mayFollowAggregates: moment is Moment.Finished || !graph.HasEarlyFinish);
        var inputs = first.ToDictionary(static change => change.Path, static change => InputOf(change.Change));
        if (await ForkAsync(stage, graph, moment, source, first, inputs) is not { } fork)
            return false;
        if (graph.HasEarlyFinish)
            return true;

        // Of the changes of the fork those are left in its own fork that do not follow from what runs anew there.
        var second = Choose(graph, dice, fork, mayFollowAggregates: true);
        string[] anew = [.. second.Select(static change => change.Path), .. fork.Failed];
        foreach (var path in inputs.Keys.Where(path => anew.Any(from => RunPaths.Follows(path, from))).ToList())
            inputs.Remove(path);
        foreach (var (path, change) in second)
            inputs[path] = InputOf(change);
        return await ForkAsync(stage, graph, Moment.Finished, fork, second, inputs) is not null;
    }

    private static async Task<RunPaths?> ForkAsync(
        Stage<int> stage, RandomScopes graph, Moment moment, RunPaths source, List<(string Path, InvocationChange Change)> changes,
        Dictionary<string, object> inputs)
    {
        if (graph.Replay(inputs) is not { } expected)
            return null;
        var fork = await stage.Connection.ForkAsync(source.Run, [.. changes.Select(static change => change.Change)], null, CancellationToken.None);
        var info = await fork.EndSoon();
        var paths = await RunPaths.ReadAsync(fork);
        Assert.Equal((RunStatus.Completed, 1, paths.All.Count), (info.Status, await fork.ResultSoon(), info.Invocations));
        Assert.True(graph.HasEarlyFinish || graph.Calls.Count(call => call.Run == fork.Id) >= changes.Count);

        var seen = paths.InputsOf(stage.Host.Runs.Find(fork.Id)!);
        // Of what an early finish may have canceled nothing is certain but what lies outside of all scopes.
        bool IsCertain(int node) => !graph.HasEarlyFinish || graph.Nodes[node].Depth == 0;
        Assert.Equal(
            expected.Where(one => IsCertain(one.Value.Node)).OrderBy(static one => one.Key, StringComparer.Ordinal),
            seen.Where(one => IsCertain(one.Value.Node)).OrderBy(static one => one.Key, StringComparer.Ordinal));

        var called = graph.Calls.Where(call => call.Run == fork.Id).Select(call => paths.PathOf(call.Ordinal)!).ToHashSet();
        var kept = source.KeptBut(changes.Select(static change => change.Path));
        if (!graph.HasEarlyFinish || moment is Moment.Finished)
        {
            Assert.Empty(called.Intersect(kept));
            Assert.All(kept, path => Assert.Equal(source[path].Invocation.Ordinal, paths[path].Invocation.Ordinal));
        }

        if (!graph.HasEarlyFinish && moment is not Moment.Running)
            Assert.Equal(paths.All.Except(kept).Order(StringComparer.Ordinal), called.Order(StringComparer.Ordinal));
        // The ordinals of the run are not given to others.
        foreach (var path in paths.All)
            Assert.True(source.PathOf(paths[path].Invocation.Ordinal) is not { } other || other == path);
        return paths;
    }

    /// <summary>Chooses invocations that do not follow from each other, nor from what failed.</summary>
    private static List<(string Path, InvocationChange Change)> Choose(RandomScopes graph, Random dice, RunPaths source, bool mayFollowAggregates)
    {
        var chosen = new List<(string Path, InvocationChange Change)>();
        string[] all = [.. source.All.Order(StringComparer.Ordinal)];
        for (var count = dice.Next(4); count > 0; count--)
        {
            var path = all[dice.Next(all.Length)];
            var follows = !mayFollowAggregates && path.Contains("/a", StringComparison.Ordinal);
            if (follows || source.Failed.Any(failed => RunPaths.Follows(path, failed)))
                continue;
            if (chosen.Exists(other => other.Path == path || RunPaths.Follows(path, other.Path) || RunPaths.Follows(other.Path, path)))
                continue;
            chosen.Add((path, graph.ChangeOf(dice, source[path].Node, source[path].Invocation, fuel: 3)));
        }

        return chosen;
    }

    private static object InputOf(InvocationChange change) => change switch
    {
        InvocationChange<Job> it => it.Input,
        InvocationChange<(IReadOnlyList<int> Items, Job Start)> it => it.Input,
        _ => throw new ModelException($"{change} is not known."),
    };
}
