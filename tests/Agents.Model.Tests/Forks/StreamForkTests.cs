using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>The streams and events of forks: read late, live, from a cursor, with the resets of attempts that were taken over.</summary>
public sealed class StreamForkTests
{
    private readonly Gates gates = new();

    /// <summary>A root (0) that emits two leaves (1), the first of which fails once after its chunk.</summary>
    private Stage<int> Flaky() => Stage.Of(Write.Agent(
        Write.Node("root", (job, attempt) =>
        {
            attempt.GetEdge<Job>(0).Emit(new Job(1, 10));
            attempt.GetEdge<Job>(0).Emit(new Job(0, 20));
            return Task.FromResult<int?>(null);
        }, [1]),
        Write.Node("leaf", async (job, attempt) =>
        {
            await attempt.GetWriter<int>().WriteAsync(job.Tag);
            if (job.Fuel > 0 && attempt.Attempt == 1)
                throw new InvalidOperationException("again");
            await attempt.GetWriter<int>().WriteAsync(job.Tag + attempt.Attempt);
            if (job.Tag >= 100)
                await gates.WaitAsync(job.Tag, attempt.CancellationToken);
            return job.Tag;
        })));

    [Fact]
    public async Task Attempts_that_had_failed_and_their_resets_are_taken_over()
    {
        await using var stage = Flaky();
        var run = await stage.StartAsync();
        await run.EndSoon();
        var fork = await stage.ForkAsync(run, 3.To(run, 1, 21));
        await fork.EndSoon();
        var leaves = await fork.GetStream<int>(1).GetSnapshotAsync();
        Assert.Equal([2, 3], leaves.Invocations.Keys.Select(static id => id.Ordinal));
        Assert.All(leaves.Invocations.Keys, id => Assert.Equal(fork.Id, id.Run));
        var (flaky, changed) = (leaves.Invocations.Values.First(), leaves.Invocations.Values.Last());
        Assert.Equal((2, 1, 10, 12), (flaky.Attempt, flaky.ResetCount, flaky.Chunks[0], flaky.Chunks[1]));
        Assert.Equal((1, 0, 21, 22), (changed.Attempt, changed.ResetCount, changed.Chunks[0], changed.Chunks[1]));
        Assert.Equal(
            ["1 0 10", "2 0 10", "2 1 12"],
            (await fork.EventsAsync()).OfType<RunEvent.Chunk>().Where(static one => one.Invocation.Ordinal == 2).Select(static one => $"{one.Attempt} {one.Index} {one.Value}"));
        Assert.Equal([10, 12], await ChunksAsync(fork, 2));
        Assert.Equal([21, 22], await ChunksAsync(fork, 3));
        Assert.Equal([20, 21], await ChunksAsync(run, 3));
    }

    [Fact]
    public async Task All_chunks_in_the_order_of_their_positions_also_live_and_from_any_cursor()
    {
        await using var stage = Flaky();
        var run = await stage.StartAsync();
        await run.EndSoon();
        var fork = await stage.ForkAsync(run, 3.To(run, 1, 100));
        await gates.ReachedAsync(100);
        var live = ReadAsync(fork);
        var waiting = ChunksAsync(fork, 3);
        gates.Open(100);
        var all = await live.Soon();
        Assert.Equal([100, 101], await waiting.Soon());
        Assert.Equal(all.Order(), all);
        Assert.Equal(all, await ReadAsync(fork));
        // The taken-over events first, then the others.
        Assert.Equal(["2 10", "2 10", "2 12", "3 100", "3 101"], all.Select(static one => $"{one.Ordinal} {one.Value}"));
        var events = await fork.EventsAsync();
        foreach (var from in events)
        {
            var rest = await fork.ReadEventsAsync(from.Cursor, false).ToListAsync();
            Assert.Equal(events.Skip((int)from.Position).Select(static one => one.Position), rest.Select(static one => one.Position));
            Assert.Equal(
                all.Where(one => one.Position > from.Position),
                await ReadAsync(fork, new StreamOptions { From = StreamStart.After(from.Cursor) }));
        }

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await run.ReadEventsAsync(events[0].Cursor, false).ToListAsync());
    }

    [Fact]
    public async Task The_stream_of_an_invocation_that_is_not_there_ends_with_the_run()
    {
        await using var stage = Stage.Of(Write.Agent(Write.Node("link", async (job, attempt) =>
        {
            await attempt.GetWriter<int>().WriteAsync(job.Tag);
            if (job.Tag >= 100)
                await gates.WaitAsync(job.Tag, attempt.CancellationToken);
            if (job.Fuel > 0)
                attempt.GetEdge<Job>(0).Emit(job with { Fuel = job.Fuel - 1 });
            return job.Tag;
        }, [0])));
        var run = await stage.StartAsync(new Job(2, 1));
        await run.EndSoon();
        var fork = await stage.ForkAsync(run, 2.To(run, 0, 100, fuel: 1));
        await gates.ReachedAsync(100);
        var gone = ChunksAsync(fork, 3, node: 0);
        var seen = ReadOrdinalsAsync(fork);
        Assert.False(gone.IsCompleted);
        gates.Open(100);
        Assert.Empty(await gone.Soon());
        Assert.Equal([1, 2, 4], await seen.Soon());
        Assert.Equal([100], await ChunksAsync(fork, 4, node: 0));
    }

    private static async Task<List<int>> ReadOrdinalsAsync(RunConnection run)
    {
        var ordinals = new List<int>();
        await foreach (var stream in run.GetStream<int>(0).ReadInvocationsAsync())
            ordinals.Add(stream.Invocation!.Value.Ordinal);
        return ordinals;
    }

    private static Task<List<int>> ChunksAsync(RunConnection run, int ordinal, int node = 1) =>
        run.GetStream<int>(node).StreamAsync(new InvocationId(run.Id, ordinal)).ToListAsync();

    private static async Task<List<(long Position, int Ordinal, int Value)>> ReadAsync(RunConnection run, StreamOptions? options = null) =>
        [.. (await run.GetStream<int>(1).StreamAllAsync(options).ToListAsync()).Select(static chunk => (chunk.Position, chunk.Invocation.Ordinal, chunk.Value))];
}
