using Agents.Infrastructure;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Agents.Model.Tests;

public sealed class TimestampTests
{
    /// <summary>Chunks keep whole milliseconds since their attempt began; other events must not know it better.</summary>
    [Fact]
    public async Task Timestamps_never_decrease_whatever_the_clock_resolves()
    {
        var time = new FakeTimeProvider();
        var firstBegan = new TaskCompletionSource();
        var secondBegan = new TaskCompletionSource();
        await using var stage = Stage.Of(Write.Agent(
            Write.Node("start", Start, [1, 2]),
            Write.Node("first", FirstAsync),
            Write.Node("between", BetweenAsync, [3]),
            Write.Node("second", Second)), time);

        var run = await stage.StartAsync();
        await run.WaitForEndAsync(CancellationToken.None).ContinueWith(static _ => { }).WaitAsync(Stage.Patience);

        var times = (await run.ReadEventsAsync(null, false).ToListAsync()).ConvertAll(static logged => logged.Timestamp);
        Assert.Equal(times.Order(), times);

        Task<int?> Start(Job job, NodeAttempt attempt)
        {
            attempt.GetEdge<Job>(0).Emit(job);
            attempt.GetEdge<Job>(1).Emit(job);
            return Task.FromResult<int?>(1);
        }

        async Task<int?> FirstAsync(Job job, NodeAttempt attempt)
        {
            firstBegan.SetResult();
            await secondBegan.Task;
            await attempt.GetWriter<int>().WriteAsync(1);
            return null;
        }

        async Task<int?> BetweenAsync(Job job, NodeAttempt attempt)
        {
            await firstBegan.Task;
            time.Advance(TimeSpan.FromMicroseconds(700));
            attempt.GetEdge<Job>(0).Emit(job);
            return null;
        }

        Task<int?> Second(Job job, NodeAttempt attempt)
        {
            secondBegan.SetResult();
            return Task.FromResult<int?>(null);
        }
    }
}
