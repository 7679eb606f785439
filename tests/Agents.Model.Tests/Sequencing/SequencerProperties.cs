using Agents.Runtime;
using CsCheck;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Any commands, in any order, sent late, twice or for nothing: the rules that no log breaks.</summary>
public sealed class SequencerProperties
{
    /// <summary>A command with numbers that are mostly apt, and otherwise near enough to do harm.</summary>
    private sealed record Ask(CommandKind Kind, int Which, int AttemptShift, int IndexShift, int Minutes, int[] Emits, int Items, bool Flag, double Dice);

    private static Gen<Ask> GenAsk { get; } = Gen.Select(
        Gen.Frequency(
            (1, Gen.Const(CommandKind.Start)), (8, Gen.Const(CommandKind.Begin)), (8, Gen.Const(CommandKind.Chunk)), (5, Gen.Const(CommandKind.Complete)),
            (4, Gen.Const(CommandKind.Fail)), (4, Gen.Const(CommandKind.Interrupt)), (2, Gen.Const(CommandKind.CloseScope))),
        Gen.Select(Gen.Int[0, 20], Gen.Frequency((12, Gen.Const(0)), (1, Gen.Int[-2, 2])), Gen.Frequency((12, Gen.Const(0)), (1, Gen.Int[-2, 2]))),
        Gen.Select(Gen.Int[-1, 3], Gen.Int[0, 3].Array[0, 3], Gen.Int[0, 2], Gen.Bool, Gen.Double[0, 1]),
        static (kind, where, what) => new Ask(kind, where.Item1, where.Item2, where.Item3, what.Item1, what.Item2, what.Item3, what.Item4, what.Item5));

    private static Gen<(RunPlan Plan, List<Ask> Asks)> GenCase { get; } = Gen.Select(
        Gen.Select(Gen.Int[1, 4], Gen.Bool, Gen.Int[1, 16], Gen.Double[0, 1]),
        GenAsk.List[0, 120],
        Gen.Select(Gen.Int[0, 200], Gen.Bool),
        static (plan, asks, end) =>
        {
            if (end.Item1 <= asks.Count)
                asks.Insert(end.Item1, new Ask(end.Item2 ? CommandKind.Cancel : CommandKind.FailRun, 0, 0, 0, 0, [], 0, false, 0));
            return (SequencedLog.ScopedPlan(plan.Item1, plan.Item2, plan.Item3, plan.Item4), asks);
        });

    [Fact]
    public void Whatever_is_commanded_the_log_keeps_the_rules() => GenCase.Sample(
        static one =>
        {
            var log = new SequencedLog(one.Plan);
            var begun = new Dictionary<(int, int), int>();
            log.Start();
            var time = SequencedLog.Origin;
            foreach (var ask in one.Asks)
            {
                var hadEnded = log.State.HasEnded;
                time += TimeSpan.FromMinutes(ask.Minutes).Ticks;
                var command = Make(log.State, one.Plan, ask, time);
                var (verdict, events) = log.Submit(command);
                Assert.True(!hadEnded || events.Count == 0, "Nothing follows the end.");
                CheckVerdict(command, verdict, events, log);
                CheckRetry(one.Plan, command, events, log);
                ScopeChecks.CheckAfter(log, one.Plan, events);
                if (command.Kind is CommandKind.Start or CommandKind.Begin or CommandKind.Chunk && verdict is Verdict.Accepted)
                    Assert.Equal(Verdict.Duplicate, log.Submit(command).Verdict);
                else if (verdict is Verdict.Accepted)
                    Assert.Empty(log.Submit(command).Events);
            }

            CheckLog(log, one.Plan);
            ScopeChecks.CheckLog(log, one.Plan);
            CheckFold(log, one.Plan);
        },
        iter: 3_000);

    private static Command Make(RunState state, RunPlan plan, Ask ask, long time)
    {
        var ordinal = (ask.Which % (state.Invocations + 1)) + (ask.Which % 7 == 0 ? 0 : 1);
        var isThere = ordinal >= 1 && ordinal <= state.Invocations;
        var attempt = (isThere ? state[ordinal].Attempt : 1) + ask.AttemptShift + (ask.Kind is CommandKind.Begin ? 1 : 0);
        var index = (isThere ? state[ordinal].NextIndex : 0) + ask.IndexShift;
        object payload = ask.Kind switch
        {
            CommandKind.Start => new RunStart("agent", "print", new Dictionary<string, string>(), null, new TestEmission(0)),
            CommandKind.Complete => MakeCompletion(state, plan, isThere ? ordinal : 0, ask),
            CommandKind.Cancel => "canceled",
            CommandKind.Begin or CommandKind.Chunk => $"attempt {attempt}",
            _ => SequencedLog.Failure(ask.Flag, ask.Dice),
        };
        return ask.Kind is CommandKind.Start or CommandKind.Cancel or CommandKind.FailRun
            ? new Command(ask.Kind, time, Payload: payload)
            : ask.Kind is CommandKind.CloseScope ? new Command(ask.Kind, time, ordinal, 0, ask.Items)
            : new Command(ask.Kind, time, ordinal, Math.Max(attempt, 0), index, payload);
    }

    /// <summary>Items come from within a scope only: others are refused at the emit.</summary>
    private static TestCompletion MakeCompletion(RunState state, RunPlan plan, int ordinal, Ask ask)
    {
        var aggregate = ordinal == 0 ? null : plan.Scopes[state[ordinal].Node]?.Aggregate;
        var isScoped = ordinal > 0 && (aggregate is not null || state[ordinal].Scope > 0);
        return new TestCompletion(ask.Emits, ask.Flag && aggregate is null, isScoped ? ask.Items : 0, aggregate);
    }

    private static void CheckVerdict(in Command command, Verdict verdict, List<LogEvent> events, SequencedLog log)
    {
        foreach (var logged in events)
            Assert.True(logged.Ticks >= command.Ticks, "An event is not older than its command.");
        if (command.Kind is CommandKind.Cancel or CommandKind.FailRun or CommandKind.Start || verdict is Verdict.Accepted)
            return;
        var state = log.State;
        if (command.Invocation < 1 || command.Invocation > state.Invocations)
        {
            Assert.Equal(Verdict.Superseded, verdict);
            return;
        }

        // Nothing was accepted, so the state is what was decided on.
        ref var invocation = ref state[command.Invocation];
        if (command.Kind is CommandKind.CloseScope)
        {
            Assert.Equal(invocation.Opened == 0 ? Verdict.Superseded : Verdict.Ended, verdict);
            return;
        }

        var isCurrent = command.Attempt == invocation.Attempt && invocation.Status is InvocationStatus.Executing;
        if (!invocation.IsLive)
            Assert.Equal(Verdict.Ended, verdict);
        else if (isCurrent && (command.Kind is CommandKind.Begin || (command.Kind is CommandKind.Chunk && command.Index < invocation.NextIndex)))
            Assert.Equal(Verdict.Duplicate, verdict);
        else
            Assert.Equal(Verdict.Superseded, verdict);
    }

    private static void CheckRetry(RunPlan plan, in Command command, List<LogEvent> events, SequencedLog log)
    {
        foreach (var logged in events)
        {
            if (logged.Kind is not EventKind.AttemptFailed || ((AttemptFailure)logged.Payload!).RetryAt is not { } due)
                continue;
            ref var invocation = ref log.State[logged.Invocation];
            var policy = plan.Attempts[invocation.Node];
            var full = Math.Min(policy.BaseDelay.Ticks << (invocation.Failures - 1), policy.MaxDelay.Ticks);
            var delay = due.UtcTicks - logged.Ticks;
            Assert.InRange(delay, (long)(full * (1 - policy.Jitter)) - 1, full);
            Assert.True(((AttemptFailure)command.Payload!).IsRetryable && invocation.Failures < policy.MaxAttempts);
        }
    }

    private static void CheckLog(SequencedLog log, RunPlan plan)
    {
        var events = log.Events;
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static position => (uint)position), events.Select(static logged => logged.Position));
        Assert.Equal(events.Select(static logged => logged.Ticks).Order(), events.Select(static logged => logged.Ticks));
        Assert.True(events.Count(static logged => logged.IsEnd) <= 1, "There is one end.");
        Assert.True(events.FindIndex(static logged => logged.IsEnd) is var end && (end < 0 || end == events.Count - 1), "The end is last.");
        Assert.True(events.Count(static logged => logged.Kind is EventKind.ResultGiven) <= 1, "There is one result.");
        Assert.Equal(EventKind.RunStarted, events[0].Kind);
        var state = log.State;
        Assert.Equal(state.HasResult, events.Exists(static logged => logged.Kind is EventKind.ResultGiven));
        Assert.Equal(state.HasEnded, state.Live == 0);
        Assert.True(state.Invocations <= Math.Max(plan.MaxInvocations, 1));

        // Ordinals: the nodes of all emits, in the order of the completions, and of aggregates where their scopes were closed.
        var nodes = new List<int> { 0 };
        foreach (var logged in events)
        {
            if (logged.Kind is EventKind.ScopeClosed)
                nodes.Add(((ScopeClosure)logged.Payload!).Aggregate.NodeIndex);
            if (logged.Kind is not EventKind.InvocationCompleted)
                continue;
            Assert.Equal(((ICompletion)logged.Payload!).Summary.EmissionCount, logged.Argument);
            for (var emission = ((ICompletion)logged.Payload).FirstEmission; emission is not null; emission = emission.Next)
            {
                if (!emission.IsItem)
                    nodes.Add(emission.NodeIndex);
            }
        }

        Assert.Equal(nodes, Enumerable.Range(1, state.Invocations).Select(ordinal => (int)state[ordinal].Node));
        var live = 0;
        for (var ordinal = 1; ordinal <= state.Invocations; ordinal++)
        {
            var own = events.Where(logged => logged.Invocation == ordinal && !logged.IsEnd).ToList();
            var ends = own.Count(static logged => logged.Kind is EventKind.InvocationCompleted or EventKind.InvocationFailed or EventKind.InvocationCanceled);
            live += 1 - ends;
            Assert.True(ends == (state[ordinal].IsLive ? 0 : 1), "Each invocation ends once.");
            var attempts = own.Where(static logged => logged.Kind is EventKind.AttemptStarted).Select(static logged => logged.Attempt).ToList();
            Assert.Equal(Enumerable.Range(1, attempts.Count), attempts);
            foreach (var chunks in own.Where(static logged => logged.Kind is EventKind.Chunk).GroupBy(static logged => logged.Attempt))
                Assert.Equal(Enumerable.Range(0, chunks.Count()), chunks.Select(static chunk => chunk.Argument));
            var row = 0;
            foreach (var logged in own)
            {
                row = logged.Kind switch { EventKind.AttemptInterrupted => row + 1, EventKind.AttemptFailed => 0, _ => row };
                Assert.True(row <= RunPlan.MaxInterruptions, "Interruptions have a cap.");
            }
        }

        Assert.Equal(live, state.Live);
        Assert.Equal(events.Count(static logged => logged.Kind is EventKind.Chunk), (int)state.Chunks);
    }

    /// <summary>The state is a fold of the log and of nothing else.</summary>
    private static void CheckFold(SequencedLog log, RunPlan plan)
    {
        var fold = new RunState(plan);
        foreach (var logged in log.Events)
            new Sequencer(ref fold).Apply(logged);
        Assert.Equal(SequencedLog.Describe(log.State), SequencedLog.Describe(fold));
    }

    [Fact]
    public void Delays_double_up_to_the_longest_less_a_random_part() => Gen.Select(Gen.Int[1, 200], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Int[0, 100_000], Gen.Int[0, 100_000]).Sample(
        static (failures, dice, jitter, first, longest) =>
        {
            var policy = new AttemptPolicy(3, TimeSpan.FromMilliseconds(first), TimeSpan.FromMilliseconds(longest), jitter, null);
            var full = Math.Min(first * Math.Pow(2, Math.Min(failures - 1, 40)), longest);
            var delay = policy.DelayAfter(failures, dice).TotalMilliseconds;
            Assert.InRange(delay, (full * (1 - jitter)) - 0.001, full + 0.001);
        });
}
