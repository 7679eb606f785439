using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

public sealed class SubscribeAllTests
{
    [Fact]
    public async Task Who_resumes_is_told_everything_up_to_now_and_as_new_only_what_is()
    {
        await using var stage = Stage.Of(Write.Agent(Write.Node("only", WriteAsync, [0])));
        var run = await stage.StartAsync(new Job(1, 1));
        await run.WaitForEndAsync(CancellationToken.None);
        var chunks = await run.GetStream<int>(0).StreamAllAsync().ToListAsync();
        Assert.Equal([10, 11, 0, 1], chunks.Select(static chunk => chunk.Value));

        var updates = new List<StreamAllUpdate<int>>();
        await using var subscription = run.GetStream<int>(0).SubscribeAll(
            update => updates.Add(update), new StreamOptions { From = StreamStart.After(chunks[2].Cursor) });
        await subscription.Completion.WaitAsync(Stage.Patience);

        var only = Assert.Single(updates);
        Assert.Equal([10, 11], only.All[new InvocationId(run.Id, 1)]);
        Assert.Equal([0, 1], only.All[new InvocationId(run.Id, 2)]);
        Assert.Equal([1], Assert.Single(only.New).Value);
        Assert.Equal(2, only.Outcomes.Count);

        static async Task<int?> WriteAsync(Job job, NodeAttempt attempt)
        {
            await attempt.GetWriter<int>().WriteAsync(job.Fuel * 10);
            await attempt.GetWriter<int>().WriteAsync((job.Fuel * 10) + 1);
            if (job.Fuel > 0)
                attempt.GetEdge<Job>(0).Emit(new Job(job.Fuel - 1, 1));
            return job.Fuel;
        }
    }

    [Fact]
    public async Task What_was_never_delivered_is_never_reset()
    {
        await using var stage = Stage.Of(Write.Agent(Write.Node("only", WriteAsync)));
        var run = await stage.StartAsync();
        await run.WaitForEndAsync(CancellationToken.None);

        var updates = new List<StreamAllUpdate<int>>();
        await using var subscription = run.GetStream<int>(0).SubscribeAll(update => updates.Add(update));
        await subscription.Completion.WaitAsync(Stage.Patience);

        var only = Assert.Single(updates);
        Assert.Empty(only.Resets);
        Assert.Equal(1, only.ResetCount);
        Assert.Equal([2], Assert.Single(only.New).Value);

        static async Task<int?> WriteAsync(Job job, NodeAttempt attempt)
        {
            await attempt.GetWriter<int>().WriteAsync(attempt.Attempt);
            return attempt.Attempt > 1 ? 1 : throw new InvalidOperationException("again");
        }
    }
}
