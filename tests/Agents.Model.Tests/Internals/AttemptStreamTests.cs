using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Chunks lie in segments of 4, 8, 16 … 1,024, 1,024 …: every index must be where it was put.</summary>
public sealed class AttemptStreamTests
{
    private const int Count = 5_500;

    [Fact]
    public async Task Every_chunk_is_found_again_across_all_segments()
    {
        await using var stage = Stage.Of(Write.Agent(Write.Node("only", WriteAsync)));
        var run = await stage.StartAsync();
        var live = run.GetStream<int>(0).StreamAsync().ToListAsync();
        await run.WaitForEndAsync(CancellationToken.None).WaitAsync(Stage.Patience);

        Assert.Equal(Enumerable.Range(0, Count), await live);
        var all = await run.GetStream<int>(0).StreamAllAsync().ToListAsync();
        Assert.Equal(Enumerable.Range(0, Count), all.Select(static chunk => chunk.Value));
        Assert.Equal(Enumerable.Range(0, Count), all.Select(static chunk => chunk.Index));

        // RunStarted and AttemptStarted come first, and a second writer's turns never.
        Assert.Equal(Enumerable.Range(0, Count).Select(static index => index + 3L), all.Select(static chunk => chunk.Position));
        var found = stage.Host.Runs.Find(run.Id)!;
        lock (found.Gate)
        {
            var attempt = ((NodeSlot<int>)found.SlotOf(found.Agent.Nodes[0]))[0].Latest!;
            for (var index = 0; index < Count; index++)
            {
                Assert.Equal(index, attempt[index]);
                Assert.Equal((uint)index + 3, attempt.GetPosition(index));
                Assert.Equal(index, attempt.CountUpTo((uint)index + 2));
                Assert.Equal(index + 1, attempt.CountUpTo((uint)index + 3));
            }

            Assert.Equal(0, attempt.CountUpTo(0));
            Assert.Equal(Count, attempt.CountUpTo(uint.MaxValue));
        }
    }

    [Fact]
    public async Task Resuming_at_the_borders_of_segments_misses_nothing()
    {
        await using var stage = Stage.Of(Write.Agent(Write.Node("only", WriteAsync)));
        var run = await stage.StartAsync();
        await run.WaitForEndAsync(CancellationToken.None).WaitAsync(Stage.Patience);

        foreach (var border in new[] { 4, 12, 28, 60, 124, 252, 508, 1020, 2044, 3068, 4092, 5116 })
        {
            for (var from = border - 1; from <= border + 1; from++)
            {
                var options = new StreamOptions { From = StreamStart.After(new Cursor(run.Id, from + 2)) };
                Assert.Equal(Enumerable.Range(from, Count - from), await run.GetStream<int>(0).StreamAsync(options).ToListAsync());
                Assert.Equal(Enumerable.Range(from, Count - from), (await run.GetStream<int>(0).StreamAllAsync(options).ToListAsync()).Select(static chunk => chunk.Value));
            }
        }
    }

    [Fact]
    public async Task Several_threads_may_write_and_lose_nothing()
    {
        await using var stage = Stage.Of(Write.Agent(Write.Node("only", WriteInParallelAsync)));
        var run = await stage.StartAsync();
        var live = run.GetStream<int>(0).ReadInvocationsAsync();
        var seen = new List<int>();
        await foreach (var stream in live)
            seen.AddRange(await stream.ToListAsync());
        await run.WaitForEndAsync(CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 4_000), seen.Order());
        for (var writer = 0; writer < 4; writer++)
            Assert.Equal(seen.Where(value => value / 1000 == writer).Order(), seen.Where(value => value / 1000 == writer));

        static async Task<int?> WriteInParallelAsync(Job job, NodeAttempt attempt)
        {
            var chunks = attempt.GetWriter<int>();
            await Parallel.ForAsync(0, 4, async (writer, _) =>
            {
                for (var index = 0; index < 1_000; index++)
                    await chunks.WriteAsync((writer * 1_000) + index, CancellationToken.None);
            });
            return 1;
        }
    }

    private static async Task<int?> WriteAsync(Job job, NodeAttempt attempt)
    {
        var writer = attempt.GetWriter<int>();
        for (var index = 0; index < Count; index++)
            await writer.WriteAsync(index);
        return 1;
    }
}
