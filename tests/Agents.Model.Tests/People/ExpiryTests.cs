using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Questions whose time is over.</summary>
public sealed class ExpiryTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Without_a_default_answer_the_node_gets_an_exception_that_tells()
    {
        var time = new VirtualTime();
        HumanInputExpiredException? thrown = null;
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            thrown = await Assert.ThrowsAsync<HumanInputExpiredException>(() => attempt.Ask("q", new() { ExpiresAfter = Minute }));
            return 1;
        }, time);
        var run = await stage.StartAsync();
        var request = await run.OneAsync();
        Assert.Equal(request.AskedAt + Minute, request.ExpiresAt);
        stage.AllWait();
        time.Advance(Minute - TimeSpan.FromTicks(1));
        Assert.Equal([request], await run.Approvals().GetPendingAsync());
        time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, await run.ResultSoon());
        Assert.Equal((request.Id, request.ExpiresAt), (thrown!.Request, thrown.ExpiredAt));
        await run.EndSoon();
        Assert.Equal(["asked 1", "expired 1", "completed"], await run.StoryAsync());
        Assert.Equal(request.Id, (await run.EventsAsync()).OfType<RunEvent.HumanExpired>().Single().Request);
        var closed = await Assert.ThrowsAsync<HumanRequestClosedException>(async () => await run.Approvals().AnswerAsync(request, 1));
        Assert.Equal((request.Id, HumanRequestOutcome.Expired), (closed.Request, closed.Outcome));
    }

    [Fact]
    public async Task With_a_default_answer_the_node_goes_on_with_it()
    {
        var time = new VirtualTime();
        await using var stage = Asking.Stage(
            async (_, attempt) => await attempt.Ask("q", new() { ExpiresAfter = Minute, DefaultAnswer = 17 }), time);
        var run = await stage.StartAsync();
        await run.OneAsync();
        time.Advance(Minute);
        Assert.Equal(17, await run.ResultSoon());
    }

    [Fact]
    public async Task What_is_closed_expires_no_more_and_other_questions_go_on()
    {
        var time = new VirtualTime();
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var answers = await Task.WhenAll(
                attempt.Ask("answered", new() { ExpiresAfter = Minute, DefaultAnswer = -1 }),
                attempt.Ask("expires", new() { ExpiresAfter = 2 * Minute, DefaultAnswer = 20 }),
                attempt.Ask("never"));
            return answers.Sum();
        }, time);
        var run = await stage.StartAsync();
        var requests = await run.AskedAsync(3);
        await run.Approvals().AnswerAsync(requests[0], 1);
        time.Advance(10 * Minute);
        Assert.Equal([requests[2]], await run.AskedAsync());
        Assert.Null(requests[2].ExpiresAt);
        await run.Approvals().AnswerAsync(requests[2], 300);
        Assert.Equal(321, await run.ResultSoon());
        time.Advance(10 * Minute);
        await run.EndSoon();
        Assert.Equal(["asked 1", "asked 2", "asked 3", "answered 1", "expired 2", "answered 3", "completed"], await run.StoryAsync());
    }

    [Fact]
    public async Task A_question_may_stand_for_years_and_longer_than_there_is_time()
    {
        var time = new VirtualTime();
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var answers = await Task.WhenAll(
                attempt.Ask("long", new() { ExpiresAfter = TimeSpan.FromDays(1000), DefaultAnswer = 1 }),
                attempt.Ask("longest", new() { ExpiresAfter = TimeSpan.MaxValue, DefaultAnswer = 2 }));
            return answers.Sum();
        }, time);
        var run = await stage.StartAsync();
        var requests = await run.AskedAsync(2);
        Assert.Equal(DateTimeOffset.MaxValue, requests[1].ExpiresAt);
        for (var day = 0; day < 999; day++)
            time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(requests, await run.AskedAsync(2));
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal([requests[1]], await run.AskedAsync());
        await run.Approvals().AnswerAsync(requests[1], 10);
        Assert.Equal(11, await run.ResultSoon());
    }

    /// <summary>An answer and the expiry at the same moment, on two threads: one of them counts, and the answerer knows which.</summary>
    [Fact]
    public async Task Of_answer_and_expiry_the_first_recorded_counts()
    {
        var time = new VirtualTime();
        await using var stage = Asking.Stage(
            async (_, attempt) => await attempt.Ask("q", new() { ExpiresAfter = Minute, DefaultAnswer = 0 }), time);
        var dice = Random.Shared;
        var expired = 0;
        for (var round = 0; round < 100; round++)
        {
            var run = await stage.StartAsync();
            var request = await run.OneAsync();
            var begun = 0;
            var advance = Task.Run(() =>
            {
                Volatile.Write(ref begun, 1);
                Thread.SpinWait(dice.Next(300));
                time.Advance(Minute);
            });
            // Whoever sleeps here comes too late.
            while (Volatile.Read(ref begun) == 0)
                Thread.SpinWait(1);
            Thread.SpinWait(dice.Next(300));
            var answered = (await Record.ExceptionAsync(async () => await run.Approvals().AnswerAsync(request, 1))) is null;
            await advance;
            Assert.Equal(answered ? 1 : 0, await run.ResultSoon());
            expired += answered ? 0 : 1;
        }

        stage.AllWait();
        output.WriteLine($"{expired} of 100 expired.");
    }
}
