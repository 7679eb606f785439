using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Random graphs with scopes, loops, delays and failures against an execution of one invocation after the other.</summary>
public sealed class RandomScopesTests
{
    private static int Cases { get; } = int.TryParse(Environment.GetEnvironmentVariable("AGENTS_MODEL_CASES"), out var cases) ? cases : 3_000;

    private static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("AGENTS_SCOPES_SEED"), out var seed) ? seed : Environment.TickCount;

    [Fact]
    public async Task Scopes_gather_what_a_sequential_execution_would()
    {
        var played = 0;
        await Parallel.ForAsync(0, Cases, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) =>
        {
            var seed = unchecked(Seed + number);
            try
            {
                if (await PlayAsync(new RandomScopes(seed)))
                    Interlocked.Increment(ref played);
            }
            catch (Exception exception)
            {
                throw new ModelException($"Set AGENTS_SCOPES_SEED to {seed} to play this again. {exception}");
            }
        });
        Assert.True(played > Cases / 4, $"Only {played} of {Cases} graphs were small enough.");
    }

    private static async Task<bool> PlayAsync(RandomScopes graph)
    {
        if (graph.IsTooBig)
            return false;
        await using var stage = Stage.Of(graph.ToDefinition());
        var run = await stage.StartAsync(graph.Input);
        await run.EndSoon();
        var events = await run.EventsSoon();

        var expected = graph.Expected.ToLookup(static one => one);
        var seen = graph.Seen.ToLookup(static one => one);
        foreach (var group in seen)
            Assert.True(group.Count() <= expected[group.Key].Count(), $"{group.Key} was gathered {group.Count()} times instead of {expected[group.Key].Count()}.");
        // Of what an early finish may have canceled nothing is certain but the outermost scopes.
        foreach (var group in expected.Where(group => !graph.HasEarlyFinish || graph.Nodes[group.Key.Aggregate].Depth == 0))
            Assert.True(group.Count() == seen[group.Key].Count(), $"{group.Key} was gathered {seen[group.Key].Count()} times instead of {group.Count()}.");

        foreach (var closed in events.OfType<RunEvent.ScopeClosed>())
            Assert.Single(events.OfType<RunEvent.InvocationCompleted>(), one => one.Invocation == closed.Invocation);
        var info = await run.GetInfoAsync(CancellationToken.None);
        var ends = events.Where(static one => one is RunEvent.InvocationCompleted or RunEvent.InvocationFailed or RunEvent.InvocationCanceled)
            .Select(static one => ((RunEvent.OfInvocation)one).Invocation.Ordinal).Order();
        Assert.Equal(Enumerable.Range(1, info.Invocations), ends);
        Assert.Equal(RunStatus.Completed, info.Status);
        if (!graph.HasEarlyFinish)
        {
            Assert.Equal(
                events.OfType<RunEvent.InvocationCompleted>().Sum(static one => one.Gathered),
                events.OfType<RunEvent.ScopeClosed>().Sum(static one => one.Items));
            Assert.DoesNotContain(events, static one => one is RunEvent.InvocationCanceled);
        }

        return true;
    }
}
