using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Questions and their answers, within one attempt.</summary>
public sealed class AskTests
{
    [Fact]
    public async Task A_question_is_seen_and_its_answer_goes_back_to_the_node()
    {
        var time = new VirtualTime();
        await using var stage = Asking.Stage(async (_, attempt) => await attempt.Ask("May I?", new() { Key = "may" }), time);
        var run = await stage.StartAsync();
        var request = await run.OneAsync();

        Assert.Equal(
            new HumanRequest<string, int>
            {
                Id = new HumanRequestId(run.Id, 1),
                Agent = "robot",
                Node = "only",
                Invocation = new InvocationId(run.Id, 1),
                Input = "approval",
                Key = "may",
                AskedAt = time.GetUtcNow(),
                Question = "May I?",
            },
            request);
        Assert.Equal([request], await run.Approvals().GetPendingAsync());
        Assert.Equal([request], await run.GetPendingRequestsAsync(includeChildren: false, default));
        Assert.Equal([request], await run.GetPendingRequestsAsync(includeChildren: true, default));
        Assert.Equal(1, (await run.GetInfoAsync(default)).PendingRequests);

        await run.Approvals().AnswerAsync(request, 42);
        Assert.Empty(await run.Approvals().GetPendingAsync());
        Assert.Equal(42, await run.ResultSoon());
        Assert.Equal(0, (await run.EndSoon()).PendingRequests);
        Assert.Equal(["asked 1", "answered 1", "completed"], await run.StoryAsync());
        var events = await run.EventsAsync();
        Assert.Equal(request, events.OfType<RunEvent.HumanAsked>().Single().Request);
        Assert.Equal((object?)42, events.OfType<RunEvent.HumanAnswered>().Single().Answer);
        Assert.Equal("approval", events.OfType<RunEvent.HumanAnswered>().Single().Input);
    }

    [Fact]
    public async Task Many_questions_of_one_node_are_open_at_once_and_answered_in_any_order()
    {
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => attempt.Ask($"{number}")));
            for (var number = 0; number < 50; number++)
                Assert.Equal(number * 10, answers[number]);
            return answers.Length;
        }, configure: static options => options.MaxConcurrency = 1);
        var run = await stage.StartAsync();
        var requests = await run.AskedAsync(50);
        Assert.Equal(Enumerable.Range(0, 50).Select(static number => $"{number}"), requests.Select(static it => it.Question));
        Assert.Equal(requests, await run.Approvals().GetPendingAsync());

        foreach (var request in requests.AsEnumerable().Reverse())
            await run.Approvals().AnswerAsync(request, int.Parse(request.Question) * 10);
        Assert.Equal(50, await run.ResultSoon());
        stage.AllWait();
    }

    [Fact]
    public async Task Nodes_may_share_the_name_of_an_input_and_differ_in_others()
    {
        await using var stage = Stage.Of(Write.Agent(
            Asking.Node("entry", (job, attempt) =>
            {
                attempt.GetEdge<Job>(0).Emit(job);
                attempt.GetEdge<Job>(1).Emit(job);
                return Task.FromResult<int?>(null);
            }, [1, 2]),
            Asking.Node("left", async (_, attempt) =>
            {
                await attempt.Ask("left?");
                return null;
            }),
            Asking.Node("right", async (_, attempt) =>
            {
                var approved = attempt.Ask("right?");
                var name = await attempt.GetHumanInput<int, string>(1).AskAsync(7);
                return await approved + name.Length;
            }, inputs: [new HumanInputDefinition<string, int>("approval"), new HumanInputDefinition<int, string>("name")])));
        var run = await stage.StartAsync();
        var requests = await run.AskedAsync(2);
        Assert.Equal(["left", "right"], requests.Select(static it => it.Node).Order());
        var names = run.GetRequests<int, string>("name");
        var name = await FirstAsync(names.ReadAsync());
        Assert.Equal(7, name.Question);
        Assert.Equal(3, (await run.GetPendingRequestsAsync(false, default)).Count);
        Assert.Equal([name], await names.GetPendingAsync());

        await Assert.ThrowsAsync<ArgumentException>(async () => await run.Approvals().AnswerAsync(name.Id, 1));
        await names.AnswerAsync(name, "four");
        foreach (var request in requests)
            await run.Approvals().AnswerAsync(request, 10);
        Assert.Equal(14, await run.ResultSoon());
    }

    [Fact]
    public async Task Parallel_invocations_of_a_node_ask_apart_from_each_other()
    {
        const int Count = 200;
        var sum = 0;
        await using var stage = Stage.Of(Write.Agent(
            Asking.Node("entry", (_, attempt) =>
            {
                for (var tag = 0; tag < Count; tag++)
                    attempt.GetEdge<Job>(0).Emit(new Job(0, tag));
                return Task.FromResult<int?>(0);
            }, [1]),
            Asking.Node("asker", async (job, attempt) =>
            {
                Assert.Equal(job.Tag, await attempt.Ask("the same"));
                Interlocked.Add(ref sum, job.Tag);
                return null;
            })), configure: static options => options.MaxConcurrency = 2);
        var run = await stage.StartAsync();
        foreach (var request in await run.AskedAsync(Count))
            await run.Approvals().AnswerAsync(request, request.Invocation.Ordinal - 2);
        Assert.Equal(RunStatus.Completed, (await run.EndSoon()).Status);
        Assert.Equal(Count * (Count - 1) / 2, sum);
    }

    [Fact]
    public async Task Equal_questions_of_one_attempt_are_several_and_equal_keys_are_one()
    {
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            var equal = await Task.WhenAll(attempt.Ask("q"), attempt.Ask("q"), attempt.Ask("q"));
            var keyed = await Task.WhenAll(
                attempt.Ask("q", new() { Key = "k" }), attempt.Ask("other", new() { Key = "k" }), attempt.Ask("q", new() { Key = "l" }));
            Assert.Equal([4, 4, 5], keyed);
            Assert.Equal(4, await attempt.Ask("later", new() { Key = "k" }));
            return equal.Sum();
        });
        var run = await stage.StartAsync();
        foreach (var request in await run.AskedAsync(3))
            await run.Approvals().AnswerAsync(request, request.Id.Number);
        foreach (var request in await run.AskedAsync(2))
            await run.Approvals().AnswerAsync(request, request.Id.Number);
        Assert.Equal(6, await run.ResultSoon());
        Assert.Equal(5, (await run.EventsAsync()).OfType<RunEvent.HumanAsked>().Count());
    }

    [Fact]
    public async Task Null_is_refused_where_the_types_do_not_allow_it()
    {
        await using var stage = Stage.Of(Write.Agent(Asking.Node("only", async (_, attempt) =>
        {
            var strict = attempt.GetHumanInput<string, string>(0);
            await Assert.ThrowsAsync<ArgumentNullException>(() => strict.AskAsync(null!));
            await Assert.ThrowsAsync<ArgumentException>(() => strict.AskAsync("q", new() { DefaultAnswer = null }));
            await Assert.ThrowsAsync<ArgumentException>(() => strict.AskAsync("q", new() { Key = "" }));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => strict.AskAsync("q", new() { ExpiresAfter = TimeSpan.Zero }));
            var first = await strict.AskAsync("q");
            var second = await attempt.GetHumanInput<string?, string?>(1).AskAsync(null);
            return first == "a" && second is null ? 1 : 0;
        }, inputs: [
            new HumanInputDefinition<string, string>("strict"),
            new HumanInputDefinition<string?, string?>("lax") { QuestionAllowsNull = true, AnswerAllowsNull = true },
        ])));
        var run = await stage.StartAsync();
        var strict = run.GetRequests<string, string>("strict");
        var request = await FirstAsync(strict.ReadAsync());
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await strict.AnswerAsync(request, null!));
        await strict.AnswerAsync(request, "a");
        var lax = run.GetRequests<string?, string?>("lax");
        await lax.AnswerAsync(await FirstAsync(lax.ReadAsync()), null);
        Assert.Equal(1, await run.ResultSoon());
    }

    [Fact]
    public async Task More_open_questions_than_allowed_end_the_run_and_closed_ones_do_not_count()
    {
        var thrown = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Asking.Stage(async (_, attempt) =>
        {
            await attempt.Ask("first");
            var open = new[] { attempt.Ask("a"), attempt.Ask("b") };
            thrown.SetResult(await Record.ExceptionAsync(() => attempt.Ask("c")));
            await Task.WhenAll(open);
            return 1;
        }, configure: static options => options.Limits.OpenQuestionsPerRun = 2);
        var run = await stage.StartAsync();
        await run.Approvals().AnswerAsync(await run.OneAsync(), 1);
        var limit = Assert.IsType<AgentLimitException>(await thrown.Task.WaitAsync(Stage.Patience));
        Assert.Equal(("OpenQuestionsPerRun", 2), (limit.Limit, limit.Value));
        foreach (var request in await run.AskedAsync(2))
            await run.Approvals().AnswerAsync(request, 1);
        var info = await run.EndSoon();
        Assert.Equal((RunStatus.Failed, FailureCodes.Limit), (info.Status, info.Failure?.Code));
        Assert.Equal(1, info.Failure?.Attempts);
    }

    [Fact]
    public async Task An_attempt_that_has_ended_asks_no_more_and_what_it_waits_for_ends()
    {
        NodeAttempt? ended = null;
        Task<int>? abandoned = null;
        await using var stage = Asking.Stage((_, attempt) =>
        {
            ended = attempt;
            abandoned = attempt.Ask("nobody waits");
            return Task.FromResult<int?>(3);
        });
        var run = await stage.StartAsync();
        Assert.Equal(3, await run.ResultSoon());
        await run.EndSoon();
        await Assert.ThrowsAsync<InvalidOperationException>(() => abandoned!.WaitAsync(Stage.Patience));
        await Assert.ThrowsAsync<InvalidOperationException>(() => ended!.Ask("late"));
        Assert.Equal(["asked 1", "withdrawn 1", "completed"], await run.StoryAsync());
        stage.AllWait();
    }

    private static async Task<T> FirstAsync<T>(IAsyncEnumerable<T> source)
    {
        using var patience = new CancellationTokenSource(Stage.Patience);
        await foreach (var item in source.WithCancellation(patience.Token))
            return item;
        throw new ModelException("There is none.");
    }
}
