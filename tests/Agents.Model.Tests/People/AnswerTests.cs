using System.Text.Json;
using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Answers as they come from outside: late, twice, as JSON.</summary>
public sealed class AnswerTests
{
    private sealed record Verdict(bool Yes, string[] Reasons);

    private static HumanInputDefinition[] Verdicts => [new HumanInputDefinition<string, Verdict>("verdict")];

    private static Stage<int> Court(TaskCompletionSource<Verdict>? given = null) => Stage.Of(Write.Agent(
        Asking.Node("court", async (_, attempt) =>
        {
            var verdict = await attempt.GetHumanInput<string, Verdict>(0).AskAsync("guilty?");
            given?.SetResult(verdict);
            return verdict.Yes ? 1 : 0;
        }, inputs: Verdicts)));

    private static async Task<HumanRequest<string, Verdict>> OneAsync(RunConnection run)
    {
        using var patience = new CancellationTokenSource(Stage.Patience);
        await foreach (var request in run.GetRequests<string, Verdict>("verdict").ReadAsync().WithCancellation(patience.Token))
            return request;
        throw new ModelException("There is none.");
    }

    [Fact]
    public async Task An_equal_second_answer_is_accepted_and_another_refused()
    {
        await using var stage = Court();
        var run = await stage.StartAsync();
        var requests = run.GetRequests<string, Verdict>("verdict");
        var request = await OneAsync(run);
        await requests.AnswerAsync(request, new Verdict(true, ["a", "b"]));
        // Equal as JSON: arrays have no equality of their own.
        await requests.AnswerAsync(request, new Verdict(true, ["a", "b"]));
        await run.AnswerAsync(request.Id, JsonElement.Parse("""{ "reasons": ["a", "b"], "yes": true }"""), default);
        var closed = await Assert.ThrowsAsync<HumanRequestClosedException>(
            async () => await requests.AnswerAsync(request, new Verdict(false, ["a", "b"])));
        Assert.Equal(HumanRequestOutcome.Answered, closed.Outcome);
        await Assert.ThrowsAsync<HumanRequestClosedException>(
            async () => await run.AnswerAsync(request.Id, JsonElement.Parse("""{ "yes": true, "reasons": [] }"""), default));
        Assert.Equal(1, await run.ResultSoon());
        await requests.AnswerAsync(request, new Verdict(true, ["a", "b"]));
        await run.EndSoon();
        Assert.Equal(["asked 1", "answered 1", "completed"], await run.StoryAsync());
    }

    [Fact]
    public async Task An_answer_may_come_as_JSON_and_bad_JSON_changes_nothing()
    {
        var given = new TaskCompletionSource<Verdict>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Court(given);
        var run = await stage.StartAsync();
        var id = (await OneAsync(run)).Id;
        foreach (var bad in new[] { "1", "[]", "\"yes\"", """{ "yes": "perhaps" }""", """{ "yes": null }""" })
        {
            var thrown = await Assert.ThrowsAsync<ArgumentException>(async () => await run.AnswerAsync(id, JsonElement.Parse(bad), default));
            Assert.Contains("verdict", thrown.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await run.AnswerAsync(id, JsonElement.Parse("null"), default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await run.AnswerAsync(id, default, default));
        Assert.Equal(1, (await run.GetInfoAsync(default)).PendingRequests);

        await run.AnswerAsync(id, JsonElement.Parse("""{ "yes": true, "reasons": ["it is so"] }"""), default);
        Assert.Equal("it is so", Assert.Single((await given.Task.WaitAsync(Stage.Patience)).Reasons));
        Assert.Equal(1, await run.ResultSoon());
    }

    [Fact]
    public async Task A_question_that_is_not_there_is_refused()
    {
        await using var stage = Court();
        var run = await stage.StartAsync();
        var other = await stage.StartAsync();
        var request = await OneAsync(run);
        await OneAsync(other);
        var requests = run.GetRequests<string, Verdict>("verdict");
        var answer = new Verdict(true, []);
        var json = JsonSerializer.SerializeToElement(answer);
        foreach (var id in new[]
        {
            default, request.Id with { Number = 0 }, request.Id with { Number = 2 }, request.Id with { Number = -1 },
            request.Id with { Run = other.Id },
        })
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await requests.AnswerAsync(id, answer));
            await Assert.ThrowsAsync<ArgumentException>(async () => await run.AnswerAsync(id, json, default));
        }

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await run.GetRequests<string, Verdict>("elsewhere").AnswerAsync(request.Id, answer));
        await run.CancelAsync(null, default);
    }

    [Fact]
    public async Task A_token_that_has_fired_stops_each_call_before_it_does_anything()
    {
        await using var stage = Court();
        var run = await stage.StartAsync();
        var request = await OneAsync(run);
        var requests = run.GetRequests<string, Verdict>("verdict");
        var fired = new CancellationToken(canceled: true);
        Assert.True(requests.AnswerAsync(request.Id, new Verdict(true, []), fired).AsTask().IsCanceled);
        Assert.True(run.AnswerAsync(request.Id, JsonElement.Parse("{}"), fired).AsTask().IsCanceled);
        Assert.True(requests.GetPendingAsync(fired).AsTask().IsCanceled);
        Assert.True(run.GetPendingRequestsAsync(true, fired).AsTask().IsCanceled);
        Assert.Equal([request], await requests.GetPendingAsync());
        await run.CancelAsync(null, default);
    }

    [Fact]
    public async Task Of_many_answers_at_once_one_counts_and_all_others_are_told()
    {
        await using var stage = Asking.Stage(async (_, attempt) => await attempt.Ask("q"));
        for (var round = 0; round < 300; round++)
        {
            var run = await stage.StartAsync();
            var request = await run.OneAsync();
            var accepted = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
                (await Record.ExceptionAsync(async () => await run.Approvals().AnswerAsync(request, number / 2))) switch
                {
                    null => number / 2,
                    HumanRequestClosedException { Outcome: HumanRequestOutcome.Answered } => -1,
                    var thrown => throw thrown,
                })));
            var result = await run.ResultSoon();
            Assert.Equal(2, accepted.Count(answer => answer == result));
            Assert.Equal(2, accepted.Count(static answer => answer == -1));
        }
    }
}
