using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>What an attempt holds, and what not, while it waits for people.</summary>
public sealed class SlotTests
{
    [Fact]
    public async Task Waiting_blocks_nobody_and_the_slot_is_taken_again_before_going_on()
    {
        var inside = 0;
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Asking.Stage(async (job, attempt) =>
        {
            if (job.Tag == 0)
            {
                Interlocked.Increment(ref inside);
                await goOn.Task;
                Interlocked.Decrement(ref inside);
                return 0;
            }

            var answer = await attempt.Ask("q");
            Assert.Equal(0, Volatile.Read(ref inside));
            return answer;
        }, configure: static options => options.MaxConcurrency = 1);
        var asking = await stage.StartAsync(new Job(0, 1));
        var request = await asking.OneAsync();
        var working = await stage.StartAsync(new Job(0, 0));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref inside) == 1, Stage.Patience));

        await asking.Approvals().AnswerAsync(request, 3);
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate.Waiting == 1, Stage.Patience));
        var result = asking.GetResultAsync(CancellationToken.None);
        Assert.False(result.IsCompleted);
        goOn.SetResult();
        Assert.Equal(3, await asking.ResultSoon());
        Assert.Equal(0, await working.ResultSoon());
    }

    [Fact]
    public async Task An_answered_attempt_that_waits_for_its_slot_is_canceled_at_once()
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Asking.Stage(async (job, attempt) =>
        {
            if (job.Tag == 0)
            {
                await goOn.Task;
                return 0;
            }

            await attempt.Ask("q");
            left.SetResult();
            return 1;
        }, configure: static options => options.MaxConcurrency = 1);
        var asking = await stage.StartAsync(new Job(0, 1));
        var request = await asking.OneAsync();
        var working = await stage.StartAsync(new Job(0, 0));
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate is { InUse: 1, Waiting: 0 }, Stage.Patience));
        await asking.Approvals().AnswerAsync(request, 3);
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate.Waiting == 1, Stage.Patience));
        await asking.CancelAsync(null, default);
        await left.Task.WaitAsync(Stage.Patience);
        goOn.SetResult();
        await working.ResultSoon();
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate is { InUse: 0, Waiting: 0 }, Stage.Patience));
    }

    [Fact]
    public async Task The_clock_of_the_attempt_stands_still_and_then_goes_on_where_it_stood()
    {
        var time = new VirtualTime();
        var works = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            if (attempt.Attempt == 2)
                return 2;
            time.Advance(TimeSpan.FromSeconds(6));
            await Task.WhenAll(attempt.Ask("a"), attempt.Ask("b"));
            works.SetResult();
            await attempt.CancellationToken.WhenCanceledAsync();
            return 1;
        }, time, timeoutSeconds: 10);
        var run = await stage.StartAsync();
        var requests = await run.AskedAsync(2);
        stage.AllWait();
        time.Advance(TimeSpan.FromDays(100));
        await run.Approvals().AnswerAsync(requests[0], 1);
        time.Advance(TimeSpan.FromDays(100));
        await run.Approvals().AnswerAsync(requests[1], 1);
        await works.Task.WaitAsync(Stage.Patience);
        time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.Equal(RunStatus.Running, (await run.GetInfoAsync(default)).Status);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(2, await run.ResultSoon());
        await run.EndSoon();
        var failed = Assert.Single((await run.EventsAsync()).OfType<RunEvent.AttemptFailed>());
        Assert.Equal(FailureCodes.Timeout, failed.Failure.Code);
    }

    [Fact]
    public async Task The_clock_stands_still_also_while_the_attempt_waits_for_its_slot()
    {
        var time = new VirtualTime();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var works = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Stage.Of(Write.Agent(
            Asking.Node("entry", (job, attempt) =>
            {
                attempt.GetEdge<Job>(job.Tag).Emit(job);
                return Task.FromResult<int?>(null);
            }, [1, 2]),
            Asking.Node("asks", async (_, attempt) => await attempt.Ask("q"), timeoutSeconds: 1),
            Asking.Node("works", async (_, _) =>
            {
                works.SetResult();
                await goOn.Task;
                return 0;
            })), time, static options => options.MaxConcurrency = 1);
        var asking = await stage.StartAsync(new Job(0, 0));
        var request = await asking.OneAsync();
        var working = await stage.StartAsync(new Job(0, 1));
        await works.Task.WaitAsync(Stage.Patience);
        await asking.Approvals().AnswerAsync(request, 3);
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate.Waiting == 1, Stage.Patience));
        time.Advance(TimeSpan.FromDays(1));
        goOn.SetResult();
        Assert.Equal(3, await asking.ResultSoon());
        await working.ResultSoon();
        Assert.Empty((await asking.EventsAsync()).OfType<RunEvent.AttemptFailed>());
    }
}
