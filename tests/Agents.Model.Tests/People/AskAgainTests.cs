using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Later attempts: what was recorded is not asked again.</summary>
public sealed class AskAgainTests
{
    /// <summary>Equal as JSON, and not by its own equality.</summary>
    private sealed class Plan
    {
        public string[] Steps { get; init; } = [];
    }

    [Fact]
    public async Task A_recorded_answer_is_given_at_once()
    {
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var answer = await attempt.Ask("q");
            if (attempt.Attempt < 3)
                throw new InvalidOperationException("again");
            return answer + (await attempt.Ask("q"));
        });
        var run = await stage.StartAsync();
        await run.Approvals().AnswerAsync(await run.OneAsync(), 5);
        await run.Approvals().AnswerAsync(await run.OneAsync(), 6);
        Assert.Equal(11, await run.ResultSoon());
        await run.EndSoon();
        Assert.Equal(["asked 1", "answered 1", "attempt 2", "attempt 3", "asked 2", "answered 2", "completed"], await run.StoryAsync());
    }

    [Fact]
    public async Task An_open_question_is_joined_and_keeps_its_expiry()
    {
        var time = new VirtualTime();
        var again = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<int>? first = null;
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var asked = attempt.Ask("q", new() { ExpiresAfter = TimeSpan.FromMinutes(attempt.Attempt) });
            if (attempt.Attempt == 1)
            {
                first = asked;
                await again.Task;
                throw new InvalidOperationException("again");
            }

            waits.SetResult();
            return await asked;
        }, time);
        var run = await stage.StartAsync();
        var request = await run.OneAsync();
        Assert.Equal(request.AskedAt + TimeSpan.FromMinutes(1), request.ExpiresAt);
        again.SetResult();
        await waits.Task.WaitAsync(Stage.Patience);
        await Assert.ThrowsAsync<InvalidOperationException>(() => first!.WaitAsync(Stage.Patience));
        Assert.Equal([request], await run.Approvals().GetPendingAsync());
        await run.Approvals().AnswerAsync(request, 9);
        Assert.Equal(9, await run.ResultSoon());
        await run.EndSoon();
        Assert.Equal(["asked 1", "attempt 2", "answered 1", "completed"], await run.StoryAsync());
    }

    [Fact]
    public async Task The_nth_equal_question_and_the_same_key_are_found_again_in_any_order_of_others()
    {
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            string[] questions = attempt.Attempt == 1 ? ["a", "b", "a", "c"] : ["c", "a", "a", "b", "a"];
            var key = attempt.Attempt == 1 ? "before" : "after";
            var answers = await Task.WhenAll(
                [attempt.Ask(key, new() { Key = "k" }), .. questions.Select(question => attempt.Ask(question))]);
            if (attempt.Attempt == 1)
            {
                Assert.Equal([1, 2, 3, 4, 5], answers);
                throw new InvalidOperationException("again");
            }

            Assert.Equal([1, 5, 2, 4, 3, 6], answers);
            return answers.Length;
        });
        var run = await stage.StartAsync();
        foreach (var request in await run.AskedAsync(5))
            await run.Approvals().AnswerAsync(request, request.Id.Number);
        var last = await run.OneAsync();
        Assert.Equal(("a", 6), (last.Question, last.Id.Number));
        await run.Approvals().AnswerAsync(last, 6);
        Assert.Equal(6, await run.ResultSoon());
    }

    [Fact]
    public async Task Questions_are_equal_as_JSON_too_and_only_within_their_input()
    {
        await using var stage = Stage.Of(Write.Agent(Asking.Node("only", async (_, attempt) =>
        {
            var answer = await attempt.GetHumanInput<Plan, int>(0).AskAsync(new Plan { Steps = ["one", "two"] });
            if (attempt.Attempt == 1)
                throw new InvalidOperationException("again");
            return answer + await attempt.GetHumanInput<Plan, int>(1).AskAsync(new Plan { Steps = ["one", "two"] });
        }, inputs: [new HumanInputDefinition<Plan, int>("plan"), new HumanInputDefinition<Plan, int>("other")])));
        var run = await stage.StartAsync();
        foreach (var (input, answer) in new[] { ("plan", 20), ("other", 3) })
        {
            var requests = run.GetRequests<Plan, int>(input);
            await foreach (var request in requests.ReadAsync())
            {
                await requests.AnswerAsync(request, answer);
                break;
            }
        }

        Assert.Equal(23, await run.ResultSoon());
        await run.EndSoon();
        Assert.Equal(["asked 1", "answered 1", "attempt 2", "asked 2", "answered 2", "completed"], await run.StoryAsync());
    }

    [Fact]
    public async Task An_expired_question_expires_again_and_a_withdrawn_one_is_asked_anew()
    {
        var time = new VirtualTime();
        using var source = new CancellationTokenSource();
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            await Assert.ThrowsAsync<HumanInputExpiredException>(
                () => attempt.Ask("expires", new() { ExpiresAfter = TimeSpan.FromSeconds(1) }));
            if (attempt.Attempt == 1)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => attempt.Ask("withdrawn", null, source.Token));
                throw new InvalidOperationException("again");
            }

            var standIn = await attempt.Ask("expires", new() { Key = "none", ExpiresAfter = TimeSpan.FromSeconds(1), DefaultAnswer = 7 });
            return standIn + await attempt.Ask("withdrawn");
        }, time);
        var run = await stage.StartAsync();
        await run.OneAsync();
        stage.AllWait();
        time.Advance(TimeSpan.FromSeconds(1));
        await run.OneAsync();
        stage.AllWait();
        source.Cancel();
        await run.OneAsync();
        stage.AllWait();
        time.Advance(TimeSpan.FromSeconds(1));
        var last = await run.OneAsync();
        Assert.Equal(("withdrawn", 4), (last.Question, last.Id.Number));
        await run.Approvals().AnswerAsync(last, 100);
        Assert.Equal(107, await run.ResultSoon());
        await run.EndSoon();
        Assert.Equal(
            ["asked 1", "expired 1", "asked 2", "withdrawn 2", "attempt 2", "asked 3", "expired 3", "asked 4", "answered 4", "completed"],
            await run.StoryAsync());
    }

    [Fact]
    public async Task A_question_whose_equality_throws_fails_its_attempt_alone()
    {
        await using var stage = Stage.Of(Write.Agent(Asking.Node("only", async (_, attempt) =>
        {
            var answer = await attempt.GetHumanInput<Touchy, int>(0).AskAsync(new Touchy(attempt.Attempt == 2));
            if (attempt.Attempt == 1)
                throw new InvalidOperationException("again");
            return answer + attempt.Attempt;
        }, inputs: [new HumanInputDefinition<Touchy, int>("touchy")])));
        var run = await stage.StartAsync();
        var requests = run.GetRequests<Touchy, int>("touchy");
        await foreach (var request in requests.ReadAsync())
        {
            await requests.AnswerAsync(request, 10);
            break;
        }

        Assert.Equal(13, await run.ResultSoon());
    }

    private sealed class Touchy(bool throws)
    {
        public override bool Equals(object? obj) =>
            throws || obj is Touchy { Throws: true } ? throw new InvalidOperationException("do not touch") : obj is Touchy;

        public override int GetHashCode() => 1;

        private bool Throws => throws;
    }
}
