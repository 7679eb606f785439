using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Questions that are taken back, and attempts that stop while they wait.</summary>
public sealed class WithdrawTests
{
    [Fact]
    public async Task The_token_of_the_call_takes_the_question_back_and_the_node_goes_on()
    {
        using var source = new CancellationTokenSource();
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.Ask("q", null, source.Token));
            Assert.Equal(source.Token, canceled.CancellationToken);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.Ask("not even asked", null, source.Token));
            return await attempt.Ask("q");
        });
        var run = await stage.StartAsync();
        var request = await run.OneAsync();
        stage.AllWait();
        source.Cancel();
        var closed = await Assert.ThrowsAsync<HumanRequestClosedException>(async () =>
        {
            var second = await run.OneAsync();
            Assert.Equal(2, second.Id.Number);
            await run.Approvals().AnswerAsync(second, 8);
            await run.Approvals().AnswerAsync(request, 8);
        });
        Assert.Equal(HumanRequestOutcome.Withdrawn, closed.Outcome);
        Assert.Equal(8, await run.ResultSoon());
        await run.EndSoon();
        Assert.Equal(["asked 1", "withdrawn 1", "asked 2", "answered 2", "completed"], await run.StoryAsync());
    }

    [Fact]
    public async Task Who_asked_by_the_same_key_is_told_that_the_question_was_taken_back()
    {
        using var source = new CancellationTokenSource();
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var first = attempt.Ask("q", new() { Key = "k" }, source.Token);
            var second = attempt.Ask("q", new() { Key = "k" });
            source.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
            var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
            Assert.Contains("taken back", thrown.Message, StringComparison.Ordinal);
            return 1;
        });
        var run = await stage.StartAsync();
        Assert.Equal(1, await run.ResultSoon());
    }

    [Fact]
    public async Task Cancelling_the_run_withdraws_all_and_ends_every_wait()
    {
        var thrown = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var waits = new[] { attempt.Ask("a"), attempt.Ask("b", new() { ExpiresAfter = TimeSpan.FromDays(1) }) };
            thrown.SetResult(await Record.ExceptionAsync(() => Task.WhenAll(waits)));
            Assert.All(waits, static wait => Assert.True(wait.IsCanceled));
            return 1;
        });
        var run = await stage.StartAsync();
        var requests = await run.AskedAsync(2);
        Assert.True(await run.CancelAsync("enough", default));
        var canceled = Assert.IsAssignableFrom<OperationCanceledException>(await thrown.Task.WaitAsync(Stage.Patience));
        Assert.True(canceled.CancellationToken.CanBeCanceled);
        Assert.Equal(RunStatus.Canceled, (await run.EndSoon()).Status);
        Assert.Equal(["asked 1", "asked 2", "withdrawn 2", "withdrawn 1", "canceled"], await run.StoryAsync());
        foreach (var request in requests)
        {
            var closed = await Assert.ThrowsAsync<HumanRequestClosedException>(async () => await run.Approvals().AnswerAsync(request, 1));
            Assert.Equal(HumanRequestOutcome.Withdrawn, closed.Outcome);
        }

        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate.InUse == 0, Stage.Patience));
    }

    [Fact]
    public async Task A_failure_elsewhere_and_the_end_after_a_result_withdraw_too()
    {
        var fail = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Stage.Of(Write.Agent(
            Asking.Node("entry", async (job, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(job);
                attempt.GetEdge<Job>(1).Emit(job);
                await Task.Yield();
                return job.Tag;
            }, [1, 2]),
            Asking.Node("asks", async (_, attempt) => await attempt.Ask("q")),
            Asking.Node("fails", async (_, _) =>
            {
                await fail.Task;
                throw new NonRetryableException("for good");
            })));
        var run = await stage.StartAsync();
        await run.OneAsync();
        fail.SetResult();
        // The run has its result: the failure ends its own branch alone.
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate.InUse == 0, Stage.Patience));
        Assert.Equal(1, (await run.GetInfoAsync(default)).PendingRequests);
        Assert.True(await run.CancelAsync(null, default));
        Assert.Equal(RunStatus.Completed, (await run.EndSoon()).Status);
        Assert.Equal(["completed", "asked 1", "failed", "withdrawn 1", "canceled"], await run.StoryAsync());
    }

    [Fact]
    public async Task The_timeout_of_the_run_goes_on_while_a_person_is_awaited()
    {
        var time = new VirtualTime();
        await using var stage = Asking.Stage(async (_, attempt) => await attempt.Ask("q"), time);
        var run = await stage.StartAsync(default, new RunOptions { Timeout = TimeSpan.FromMinutes(5) });
        await run.OneAsync();
        stage.AllWait();
        time.Advance(TimeSpan.FromMinutes(5));
        var info = await run.EndSoon();
        Assert.Equal((RunStatus.Failed, FailureCodes.Timeout), (info.Status, info.Failure?.Code));
        Assert.Equal(["asked 1", "withdrawn 1", "canceled"], await run.StoryAsync());
    }

    [Fact]
    public async Task An_attempt_that_times_out_leaves_its_question_open_for_the_next()
    {
        var time = new VirtualTime();
        var works = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thrown = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            if (attempt.Attempt == 2)
                return await attempt.Ask("q");
            using var source = CancellationTokenSource.CreateLinkedTokenSource(attempt.CancellationToken);
            var asked = attempt.Ask("first");
            await asked;
            works.SetResult();
            await attempt.CancellationToken.WhenCanceledAsync();
            // Asked to stop, it can ask no more; what is there already may be waited for by the next alone.
            thrown.SetResult(await Record.ExceptionAsync(() => attempt.Ask("q", null, source.Token)));
            throw new OperationCanceledException();
        }, time, timeoutSeconds: 10);
        var run = await stage.StartAsync();
        var first = await run.OneAsync();
        stage.AllWait();
        time.Advance(TimeSpan.FromDays(1));
        await run.Approvals().AnswerAsync(first, 1);
        await works.Task.WaitAsync(Stage.Patience);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.IsAssignableFrom<OperationCanceledException>(await thrown.Task.WaitAsync(Stage.Patience));
        await run.Approvals().AnswerAsync(await run.OneAsync(), 4);
        Assert.Equal(4, await run.ResultSoon());
        await run.EndSoon();
        Assert.Equal(["asked 1", "answered 1", "attempt 2", "asked 2", "answered 2", "completed"], await run.StoryAsync());
    }

    [Fact]
    public async Task A_superseded_attempt_asks_no_more_and_the_next_has_its_answers()
    {
        var time = new VirtualTime();
        var stuck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var works = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thrown = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var answer = await attempt.Ask("q");
            if (attempt.Attempt == 2)
                return answer;
            works.SetResult();
            await stuck.Task;
            thrown.SetResult(await Record.ExceptionAsync(() => attempt.Ask("q")));
            return 1;
        }, time, static options => options.GraceTime = TimeSpan.FromSeconds(1), timeoutSeconds: 10);
        var run = await stage.StartAsync();
        await run.Approvals().AnswerAsync(await run.OneAsync(), 5);
        await works.Task.WaitAsync(Stage.Patience);
        time.Advance(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(5, await run.ResultSoon());
        stuck.SetResult();
        Assert.IsType<AttemptSupersededException>(await thrown.Task.WaitAsync(Stage.Patience));
        await run.EndSoon();
        Assert.Equal(["asked 1", "answered 1", "attempt 2", "completed"], await run.StoryAsync());
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate.InUse == 0, Stage.Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_stop_of_the_host_ends_waits_and_runs(bool patiently)
    {
        var thrown = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var stage = Asking.Stage(async (_, attempt) =>
        {
            var exception = await Record.ExceptionAsync(() => attempt.Ask("q", null, attempt.CancellationToken));
            thrown.SetResult(exception);
            throw exception!;
        });
        var run = await stage.StartAsync();
        var reading = run.Approvals().ReadAsync().ToListAsync();
        await run.OneAsync();
        stage.AllWait();
        if (patiently)
            await stage.Host.StopAsync(CancellationToken.None).WaitAsync(Stage.Patience);
        else
            await stage.DisposeAsync();
        Assert.IsAssignableFrom<OperationCanceledException>(await thrown.Task.WaitAsync(Stage.Patience));
        var info = await run.EndSoon();
        Assert.Equal((RunStatus.Canceled, AgentCanceledException.HostStopped), (info.Status, info.CancelReason));
        Assert.Single(await reading.WaitAsync(Stage.Patience));
        Assert.Equal(["asked 1", "withdrawn 1", "canceled"], await run.StoryAsync());
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate.InUse == 0, Stage.Patience));
        await stage.DisposeAsync();
    }
}
