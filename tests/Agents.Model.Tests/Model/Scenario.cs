using Agents.Infrastructure;

namespace Agents.Model.Tests;

internal enum StepKind
{
    Write,
    Yield,
    Emit,

    /// <summary>Waits for the attempt's token.</summary>
    Hang,

    /// <summary>Waits for the end of the case, deaf to the token; then writes and emits though nobody may want it.</summary>
    Stuck,
}

internal sealed record Step(StepKind Kind, int Value);

/// <summary>A node, and what its body does.</summary>
/// <param name="Streams">Whether it has a writer.</param>
/// <param name="Targets">The targets of its edges.</param>
/// <param name="Steps">What it does.</param>
/// <param name="Failures">How many attempts fail.</param>
/// <param name="FailAfter">How many steps a failing attempt does.</param>
/// <param name="NonRetryable">Whether failing is for good.</param>
/// <param name="ThrowsAtOnce">Whether a failure is thrown by the call itself, not by its task.</param>
/// <param name="VaryFrom">From which chunk on attempts differ.</param>
/// <param name="HangAttempts">In how many attempts the steps hang that do.</param>
/// <param name="ResultModulus">The node gives a result where the tag divides; 0: never.</param>
/// <param name="MaxConcurrency">The node's limit; 0: none.</param>
/// <param name="MaxAttempts">The node's attempts; 0: the host's.</param>
/// <param name="UsesToken">Whether writes take the attempt's token.</param>
internal sealed record NodeSpec(
    bool Streams, int[] Targets, Step[] Steps, int Failures, int FailAfter, bool NonRetryable, bool ThrowsAtOnce, int VaryFrom,
    int HangAttempts, int ResultModulus, int MaxConcurrency, int MaxAttempts, bool UsesToken)
{
    public const int HostAttempts = 3;

    public int Attempts => MaxAttempts > 0 ? MaxAttempts : HostAttempts;
}

/// <summary>What disturbs the run.</summary>
internal enum Trouble
{
    None,
    Cancel,
    RunTimeout,
    AttemptTimeout,
    HostStop,
}

internal enum ReaderKind
{
    Items,
    Plain,
    Callback,
    All,
    SubscribeAll,
    Grouped,
    Events,
    Snapshot,
}

internal enum StartKind
{
    Beginning,
    Live,
    After,
}

internal enum StopKind
{
    /// <summary>It reads to the end.</summary>
    None,

    /// <summary>It breaks out, or disposes within its callback, after some items.</summary>
    Break,

    /// <summary>Its token fires, or it is disposed of, when the run has recorded some events.</summary>
    AtEvent,
}

/// <summary>A subscriber.</summary>
/// <param name="Kind">What it reads.</param>
/// <param name="Node">Of which node.</param>
/// <param name="Ordinal">Of which invocation; 0: the first.</param>
/// <param name="OpenAt">How many events are recorded when it opens; many: after the end.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="CursorAt">For a start after a cursor: of which of the events seen.</param>
/// <param name="Committed">Whether it reads committed chunks only.</param>
/// <param name="Restart">Whether a plain one goes on after a reset.</param>
/// <param name="Stop">How it stops.</param>
/// <param name="StopAt">When it stops.</param>
/// <param name="Slowness">How often it yields between items.</param>
internal sealed record ReaderSpec(
    ReaderKind Kind, int Node, int Ordinal, int OpenAt, StartKind Start, int CursorAt, bool Committed, bool Restart, StopKind Stop,
    int StopAt, int Slowness);

/// <summary>A case: a graph, a run of it, trouble, and subscribers.</summary>
internal sealed record Scenario(
    NodeSpec[] Nodes, bool GivesResult, int Fuel, int HostConcurrency, int AgentConcurrency, Trouble Trouble, int TroubleAt,
    ReaderSpec[] Readers)
{
    public bool Hangs => Trouble is not Trouble.None;
}

internal enum Ending
{
    Completes,
    Fails,
    FailsForGood,
    Hangs,
}

internal readonly record struct Act(StepKind Kind, int Value, Job Job);

/// <summary>What one attempt of one invocation does: the same whoever asks, so the model asks too.</summary>
internal sealed class Script
{
    private Script(List<Act> acts, Ending ending, int? result)
    {
        Acts = acts;
        Ending = ending;
        Result = result;
    }

    public List<Act> Acts { get; }

    public Ending Ending { get; }

    public int? Result { get; }

    public IEnumerable<int> Chunks => Acts.Where(static act => act.Kind is StepKind.Write).Select(static act => act.Value);

    public IEnumerable<Act> Emits => Acts.Where(static act => act.Kind is StepKind.Emit);

    public static Script Of(Scenario scenario, int node, Job job, int attempt)
    {
        var spec = scenario.Nodes[node];
        var acts = new List<Act>();
        var written = 0;
        var fails = attempt <= spec.Failures;
        foreach (var step in fails ? spec.Steps.Take(spec.FailAfter) : spec.Steps)
        {
            switch (step.Kind)
            {
                case StepKind.Write:
                    if (!spec.Streams)
                        break;
                    var variant = written >= spec.VaryFrom ? attempt : 0;
                    acts.Add(new Act(StepKind.Write, (variant * 100_000) + (job.Tag * 100) + written, default));
                    written++;
                    break;
                case StepKind.Emit:
                    if (spec.Targets.Length == 0 || job.Fuel == 0)
                        break;
                    var edge = step.Value % spec.Targets.Length;
                    acts.Add(new Act(StepKind.Emit, edge, new Job(job.Fuel - 1, ((job.Tag * 7) + acts.Count + 1) % 97)));
                    break;
                case StepKind.Hang or StepKind.Stuck:
                    if (!scenario.Hangs || attempt > spec.HangAttempts)
                        break;
                    acts.Add(new Act(step.Kind, 0, default));
                    return new Script(acts, Ending.Hangs, null);
                default:
                    acts.Add(new Act(step.Kind, 0, default));
                    break;
            }
        }

        if (fails)
            return new Script(acts, spec.NonRetryable ? Ending.FailsForGood : Ending.Fails, null);
        var gives = scenario.GivesResult && spec.ResultModulus > 0 && job.Tag % spec.ResultModulus == 0;
        return new Script(acts, Ending.Completes, gives ? (node * 1000) + job.Tag : null);
    }

    /// <summary>
    /// Runs a scenario one invocation after the other: what there must be if nothing disturbs it.
    /// </summary>
    public static (List<(int Node, Job Job)> Invocations, bool AnyFails, bool AnyResult) Simulate(Scenario scenario)
    {
        var invocations = new List<(int Node, Job Job)> { (0, new Job(scenario.Fuel, 1)) };
        var anyFails = false;
        var anyResult = false;
        for (var index = 0; index < invocations.Count; index++)
        {
            var (node, job) = invocations[index];
            var spec = scenario.Nodes[node];
            for (var attempt = 1; ; attempt++)
            {
                var script = Of(scenario, node, job, attempt);
                if (script.Ending is Ending.Completes)
                {
                    invocations.AddRange(script.Emits.Select(emit => (spec.Targets[emit.Value], emit.Job)));
                    anyResult |= script.Result is not null;
                    break;
                }

                if (script.Ending is Ending.FailsForGood or Ending.Hangs || attempt == spec.Attempts)
                {
                    anyFails = true;
                    break;
                }
            }
        }

        return (invocations, anyFails, anyResult);
    }
}

/// <summary>Performs scripts as the bodies of nodes.</summary>
internal sealed class Interpreter(Scenario scenario, Action hangs, Task released)
{
    private int surprises;

    /// <summary>How often something was allowed that must not be, or thrown that must not be.</summary>
    public int Surprises => Volatile.Read(ref surprises);

    public AgentDefinition<Robot, Job, int> MakeWithResult() => Make<int>((node, job, attempt) => NodeReturn.NullableResultOf(Play(node, job, attempt)));

    public AgentDefinition<Robot, Job, NoResult> MakeWithoutResult() => Make<NoResult>((node, job, attempt) => NodeReturn<NoResult>.NothingAfter(Play(node, job, attempt)));

    private AgentDefinition<Robot, Job, TResult> Make<TResult>(Func<int, Job, NodeAttempt, NodeReturn<TResult>> play) => Write.Agent(
        scenario.AgentConcurrency,
        [.. scenario.Nodes.Select((spec, index) => Write.Node<TResult>(
            $"n{index}",
            (job, attempt) => play(index, job, attempt),
            spec.Targets,
            spec.Streams,
            spec.MaxAttempts,
            scenario.Trouble is Trouble.AttemptTimeout && spec.HangAttempts > 0 ? 10 : 0,
            spec.MaxConcurrency))]);

    private Task<int?> Play(int node, Job job, NodeAttempt attempt)
    {
        var script = Script.Of(scenario, node, job, attempt.Attempt);
        if (script.Ending is Ending.Fails or Ending.FailsForGood && scenario.Nodes[node].ThrowsAtOnce && script.Acts.Count == 0)
            throw Failure(script);
        return PlayAsync(script, scenario.Nodes[node], attempt);
    }

    private async Task<int?> PlayAsync(Script script, NodeSpec spec, NodeAttempt attempt)
    {
        var writer = spec.Streams ? attempt.GetWriter<int>() : null;
        foreach (var act in script.Acts)
        {
            switch (act.Kind)
            {
                case StepKind.Write:
                    await writer!.WriteAsync(act.Value, spec.UsesToken ? attempt.CancellationToken : default);
                    break;
                case StepKind.Yield:
                    await Task.Yield();
                    break;
                case StepKind.Emit:
                    attempt.GetEdge<Job>(act.Value).Emit(act.Job);
                    break;
                case StepKind.Hang:
                    hangs();
                    await Task.Delay(Timeout.InfiniteTimeSpan, attempt.CancellationToken);
                    break;
                default:
                    hangs();
                    await released;
                    await Expect(async () => await (writer?.WriteAsync(-1) ?? throw new OperationCanceledException()));
                    await Expect(() =>
                    {
                        if (spec.Targets.Length == 0)
                            throw new OperationCanceledException();
                        attempt.GetEdge<Job>(0).Emit(default);
                        return Task.CompletedTask;
                    });
                    break;
            }
        }

        return script.Ending is Ending.Completes ? script.Result : throw Failure(script);
    }

    /// <summary>An attempt whose time is over neither writes nor emits.</summary>
    private async Task Expect(Func<Task> act)
    {
        try
        {
            await act();
            Interlocked.Increment(ref surprises);
        }
        catch (Exception exception) when (exception is OperationCanceledException or AttemptSupersededException)
        {
        }
        catch (Exception)
        {
            Interlocked.Increment(ref surprises);
        }
    }

    private static Exception Failure(Script script) => script.Ending is Ending.FailsForGood
        ? new NonRetryableException("for good")
        : new InvalidOperationException("for now");
}
