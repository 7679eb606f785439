using Agents.Runtime;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Agents.Model.Tests;

public sealed class AttemptTimerTests
{
    /// <summary>
    /// A run may be canceled between the beginning of an attempt and the start of its timeout. What then frees the slot of
    /// an attempt that is deaf is the grace time, and the timeout must not take its place.
    /// </summary>
    [Fact]
    public async Task A_timeout_leaves_the_grace_time_running()
    {
        var time = new FakeTimeProvider();
        var called = new List<string>();
        var began = new TaskCompletionSource<InvocationAttempt>();
        var release = new TaskCompletionSource<int?>();
        await using var stage = Stage.Of(Write.Agent(Write.Node("only", (_, attempt) =>
        {
            began.SetResult((InvocationAttempt)attempt);
            return release.Task;
        })), time);
        var run = await stage.StartAsync();
        var attempt = await began.Task;

        var extras = new AttemptExtras(attempt);
        extras.StartGrace(TimeSpan.FromSeconds(1), _ => called.Add("grace"));
        extras.StartClock(TimeSpan.FromSeconds(5), _ => called.Add("timeout"));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["grace"], called);

        extras = new AttemptExtras(attempt);
        extras.StartClock(TimeSpan.FromSeconds(5), _ => called.Add("timeout"));
        extras.StartGrace(TimeSpan.FromSeconds(1), _ => called.Add("grace"));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["grace", "grace"], called);

        release.SetResult(1);
        await run.WaitForEndAsync(CancellationToken.None);
        Assert.False(attempt.IsExecuting);
        extras.StartGrace(TimeSpan.FromSeconds(1), _ => called.Add("late"));
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["grace", "grace"], called);
    }
}
