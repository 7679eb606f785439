using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Nodes that ask people, and what waits for their questions.</summary>
internal static class Asking
{
    public const string Approval = "approval";

    /// <summary>A node that asks by <see cref="Ask"/>, without a writer.</summary>
    public static NodeDefinition<Robot, Job, int> Node(
        string name,
        Func<Job, NodeAttempt, Task<int?>> work,
        int[]? targets = null,
        int maxAttempts = 0,
        double timeoutSeconds = 0,
        params HumanInputDefinition[] inputs) =>
        new(name, Write.JobInput, (_, job, attempt) => NodeReturn.NullableResultOf(work(job, attempt)))
        {
            Edges = [.. (targets ?? []).Select((target, index) => new EdgeDefinition($"edge{index}", target))],
            GivesResult = true,
            MaxAttempts = maxAttempts,
            TimeoutSeconds = timeoutSeconds,
            HumanInputs = inputs is [] ? [new HumanInputDefinition<string, int>(Approval)] : inputs,
        };

    /// <summary>A host with an agent of one node.</summary>
    public static Stage<int> Stage(
        Func<Job, NodeAttempt, Task<int?>> work,
        TimeProvider? time = null,
        Action<AgentsOptions>? configure = null,
        double timeoutSeconds = 0) => Model.Tests.Stage.Of(Write.Agent(Node("only", work, timeoutSeconds: timeoutSeconds)), time, configure);

    public static Task<int> Ask(
        this NodeAttempt attempt, string question, AskOptions<int>? options = null, CancellationToken cancellationToken = default) =>
        attempt.GetHumanInput<string, int>(0).AskAsync(question, options, cancellationToken);

    public static HumanRequests<string, int> Approvals(this RunConnection run) => run.GetRequests<string, int>(Approval);

    /// <summary>Waits until this many questions were asked, of those that are open now and what comes.</summary>
    public static async Task<List<HumanRequest<string, int>>> AskedAsync(this RunConnection run, int count = 1)
    {
        using var patience = new CancellationTokenSource(Model.Tests.Stage.Patience);
        var asked = new List<HumanRequest<string, int>>();
        await foreach (var request in run.Approvals().ReadAsync().WithCancellation(patience.Token))
        {
            asked.Add(request);
            if (asked.Count == count)
                return asked;
        }

        throw new ModelException($"The run ended after {asked.Count} of {count} questions.");
    }

    /// <summary>Waits for the only question.</summary>
    public static async Task<HumanRequest<string, int>> OneAsync(this RunConnection run) => (await run.AskedAsync())[0];

    /// <summary>Waits until nobody holds a slot: all that executes waits for people, or nothing does.</summary>
    public static void AllWait<TResult>(this Stage<TResult> stage) =>
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate is { InUse: 0, Waiting: 0 }, Model.Tests.Stage.Patience));

    public static async Task WhenCanceledAsync(this CancellationToken token) =>
        await Task.Delay(Timeout.Infinite, token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public static Task<T> ResultSoon<T>(this RunConnection<T> run) =>
        run.GetResultAsync(CancellationToken.None).WaitAsync(Model.Tests.Stage.Patience);

    /// <summary>Waits for the end, however the run ends.</summary>
    public static async Task<RunInfo> EndSoon(this RunConnection run)
    {
        await run.WaitForEndAsync(CancellationToken.None).WaitAsync(Model.Tests.Stage.Patience)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return await run.GetInfoAsync(CancellationToken.None);
    }

    /// <summary>The events of a run that has ended, checked for gaps.</summary>
    public static async Task<List<RunEvent>> EventsAsync(this RunConnection run)
    {
        var events = await run.ReadEventsAsync(null, false).ToListAsync();
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(static it => (int)it.Position));
        Assert.True(events[^1] is RunEvent.RunCompleted or RunEvent.RunFailed or RunEvent.RunCanceled);
        return events;
    }

    /// <summary>The events of questions, in short: <c>asked 1</c>, <c>answered 1</c>.</summary>
    public static async Task<List<string>> StoryAsync(this RunConnection run) =>
        [.. (await run.EventsAsync()).Select(Short).OfType<string>()];

    private static string? Short(RunEvent it) => it switch
    {
        RunEvent.HumanAsked asked => $"asked {asked.Request.Id.Number}",
        RunEvent.HumanAnswered answered => $"answered {answered.Request.Number}",
        RunEvent.HumanExpired expired => $"expired {expired.Request.Number}",
        RunEvent.HumanWithdrawn withdrawn => $"withdrawn {withdrawn.Request.Number}",
        RunEvent.AttemptStarted begun when begun.Attempt > 1 => $"attempt {begun.Attempt}",
        RunEvent.InvocationCompleted => "completed",
        RunEvent.InvocationFailed => "failed",
        RunEvent.InvocationCanceled => "canceled",
        _ => null,
    };
}
