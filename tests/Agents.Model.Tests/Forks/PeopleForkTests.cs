using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>What people answered is found again by what runs anew with the same inputs.</summary>
public sealed class PeopleForkTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private bool isBroken = true;

    /// <summary>first (0) asks, and invokes second (1), which asks and fails as long as it is broken.</summary>
    private Stage<int> Two(VirtualTime? time = null, AskOptions<int>? options = null) => Stage.Of(
        Write.Agent(
            Asking.Node("first", async (job, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(new Job(0, await attempt.Ask("first?")));
                return null;
            }, [1]),
            Asking.Node("second", async (job, attempt) =>
            {
                var answer = await attempt.Ask($"second {job.Tag}?", options);
                return isBroken ? throw new NonRetryableException("broken") : (job.Tag * 10) + answer;
            }, maxAttempts: 1)),
        time);

    private static async Task<RunConnection<int>> FailAsync(Stage<int> stage)
    {
        var run = await stage.StartAsync();
        await AnswerAsync(run, "first?", 1);
        await AnswerAsync(run, "second 1?", 2);
        Assert.Equal(RunStatus.Failed, (await run.EndSoon()).Status);
        return run;
    }

    private static async Task AnswerAsync(RunConnection run, string question, int answer)
    {
        var request = (await run.AskedAsync())[0];
        Assert.Equal(question, request.Question);
        await run.Approvals().AnswerAsync(request, answer);
    }

    [Fact]
    public async Task What_runs_anew_with_the_same_inputs_is_not_asked_for_again()
    {
        await using var stage = Two();
        var run = await FailAsync(stage);
        var again = await stage.RetryAsync(run);
        Assert.Equal(RunStatus.Failed, (await again.EndSoon()).Status);
        isBroken = false;
        var retry = await stage.RetryAsync(again);
        Assert.Equal(12, await retry.ResultSoon());
        await retry.EndSoon();
        Assert.Equal(["asked 1", "answered 1", "completed", "asked 2", "answered 2", "completed"], await retry.StoryAsync());
        Assert.Equal(0, (await retry.GetInfoAsync(default)).PendingRequests);
        Assert.All((await retry.EventsAsync()).OfType<RunEvent.HumanAsked>(), asked => Assert.Equal(retry.Id, asked.Request.Id.Run));
    }

    [Fact]
    public async Task What_has_other_inputs_is_asked_for_anew()
    {
        await using var stage = Two();
        var run = await FailAsync(stage);
        isBroken = false;
        // Even if they are equal: it is for the one who changes them to say.
        var same = await stage.ForkAsync(run, 2.To(run, 1, 1));
        await AnswerAsync(same, "second 1?", 3);
        Assert.Equal(13, await same.ResultSoon());
        var first = await stage.ForkAsync(run, 1.To(run, 0, 9));
        await AnswerAsync(first, "first?", 4);
        await AnswerAsync(first, "second 4?", 5);
        Assert.Equal(45, await first.ResultSoon());
        await first.EndSoon();
        Assert.Equal(["asked 1", "answered 1", "completed", "asked 2", "answered 2", "completed"], await first.StoryAsync());
    }

    [Fact]
    public async Task An_open_question_is_asked_by_the_fork_too_and_each_has_its_own_answer()
    {
        isBroken = false;
        await using var stage = Two();
        var run = await stage.StartAsync();
        await AnswerAsync(run, "first?", 1);
        var open = await run.OneAsync();
        var fork = await stage.ForkAsync(run);
        var canceled = await stage.ForkAsync(run);
        var asked = await fork.OneAsync();
        Assert.Equal((2, fork.Id), (asked.Id.Number, asked.Id.Run));
        await canceled.CancelAsync(null, default);
        await canceled.EndSoon();
        await fork.Approvals().AnswerAsync(asked, 7);
        Assert.Equal(17, await fork.ResultSoon());
        Assert.Equal([open], await run.Approvals().GetPendingAsync());
        await run.Approvals().AnswerAsync(open, 8);
        Assert.Equal(18, await run.ResultSoon());
    }

    [Fact]
    public async Task What_nobody_answered_in_time_is_asked_anew_and_has_all_its_time()
    {
        var time = new VirtualTime();
        isBroken = false;
        await using var stage = Two(time, new AskOptions<int> { ExpiresAfter = Minute });
        var run = await stage.StartAsync();
        await AnswerAsync(run, "first?", 1);
        await run.OneAsync();
        stage.AllWait();
        time.Advance(Minute);
        Assert.Equal(RunStatus.Failed, (await run.EndSoon()).Status);
        var retry = await stage.RetryAsync(run);
        var request = await retry.OneAsync();
        Assert.Equal(request.AskedAt + Minute, request.ExpiresAt);
        stage.AllWait();
        time.Advance(Minute - TimeSpan.FromTicks(1));
        await retry.Approvals().AnswerAsync(request, 2);
        Assert.Equal(12, await retry.ResultSoon());
        time.Advance(2 * Minute);
        await retry.EndSoon();
        Assert.Equal(["asked 1", "answered 1", "completed", "asked 2", "answered 2", "completed"], await retry.StoryAsync());
    }

    [Fact]
    public async Task A_taken_over_question_that_was_withdrawn_stays_so()
    {
        await using var stage = Stage.Of(Write.Agent(
            Asking.Node("first", async (_, attempt) =>
            {
                using var source = new CancellationTokenSource();
                var asked = attempt.Ask("withdrawn?", null, source.Token);
                await source.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
                attempt.GetEdge<Job>(0).Emit(default);
                return await attempt.Ask("answered?");
            }, [1]),
            Asking.Node("second", static (job, _) => Task.FromResult<int?>(job.Tag))));
        var run = await stage.StartAsync();
        await run.SawAsync<RunEvent.HumanWithdrawn>(1);
        await AnswerAsync(run, "answered?", 3);
        await run.EndSoon();
        var fork = await stage.ForkAsync(run, 2.To(run, 1, 5));
        Assert.Equal(3, await fork.ResultSoon());
        await fork.EndSoon();
        Assert.Equal(await run.StoryAsync(), await fork.StoryAsync());
    }
}
