namespace Agents.Runtime;

/// <summary>
/// The rules of a run, and nothing else: which events a command gives in a state, and which state an event leads to. No
/// clock, no dice, no lock, no task; the only giver of positions and ordinals.
/// </summary>
internal interface ISequencer
{
    /// <summary>The fold of all events applied so far.</summary>
    ref RunState State { get; }

    /// <summary>What a command gives in the current state. Changes nothing.</summary>
    Verdict Decide(in Command command, ref EventBatch events);

    /// <summary><see cref="Decide"/> for a chunk, which always gives one event or none.</summary>
    Verdict DecideChunk(in Command command, out LogEvent chunk);

    /// <summary>Takes an event into the state.</summary>
    void Apply(in LogEvent logEvent);

    /// <summary><see cref="Apply"/> for a chunk.</summary>
    void ApplyChunk(in LogEvent chunk);
}

/// <inheritdoc cref="ISequencer"/>
internal readonly ref partial struct Sequencer : ISequencer
{
    private readonly ref RunState state;

    public Sequencer(ref RunState state) => this.state = ref state;

    public ref RunState State => ref state;

    private RunPlan Plan => state.Plan;

    public Verdict Decide(in Command command, ref EventBatch events)
    {
        var draft = new Draft(State.Position, Math.Max(State.Ticks, command.Ticks));
        switch (command.Kind)
        {
            case CommandKind.Start:
                if (State.HasStarted)
                    return Verdict.Duplicate;
                events.Add(draft.Make(EventKind.RunStarted, command.Payload));
                WarnOfInvocations(0, null, 1, ref draft, ref events);
                return Verdict.Accepted;
            case CommandKind.Warn:
                return Warn(command, ref draft, ref events);
            case CommandKind.Cancel or CommandKind.FailRun when !State.HasStarted:
                return Verdict.Superseded;
            case CommandKind.Cancel:
                if (State.HasEnded)
                    return Verdict.Ended;
                EndEarly(ref draft, EventKind.RunCanceled, (string)command.Payload!, command.Payload!, ref events);
                return Verdict.Accepted;
            case CommandKind.FailRun:
                if (State.HasEnded)
                    return Verdict.Ended;
                var cause = (AttemptFailure)command.Payload!;
                EndEarly(ref draft, EventKind.RunFailed, cause.Info.Message, cause, ref events);
                return Verdict.Accepted;
            case CommandKind.CloseScope:
                return FinishScope(command, ref draft, ref events);
            case CommandKind.Answer:
                return Close(command, EventKind.HumanAnswered, ref draft, ref events);
            case CommandKind.Expire:
                return Close(command, EventKind.HumanExpired, ref draft, ref events);
            default:
                return DecideForAttempt(command, ref draft, ref events);
        }
    }

    public Verdict DecideChunk(in Command command, out LogEvent chunk)
    {
        chunk = default;
        if (command.Invocation < 1 || command.Invocation > State.LastOrdinal)
            return Verdict.Superseded;
        ref var invocation = ref State[command.Invocation];
        if (!invocation.IsLive)
            return Verdict.Ended;
        if (command.Attempt != invocation.Attempt || invocation.Status is not InvocationStatus.Executing)
            return Verdict.Superseded;
        if (command.Index != invocation.NextIndex)
            return command.Index < invocation.NextIndex ? Verdict.Duplicate : Verdict.Superseded;
        var draft = new Draft(State.Position, Math.Max(State.Ticks, command.Ticks));
        chunk = draft.Make(EventKind.Chunk, command, command.Payload, command.Index);
        return Verdict.Accepted;
    }

    private Verdict DecideForAttempt(in Command command, ref Draft draft, ref EventBatch events)
    {
        if (command.Kind is CommandKind.Chunk)
        {
            var verdict = DecideChunk(command, out var chunk);
            if (verdict is Verdict.Accepted)
                events.Add(chunk);
            return verdict;
        }

        if (command.Invocation < 1 || command.Invocation > State.LastOrdinal)
            return Verdict.Superseded;
        ref var invocation = ref State[command.Invocation];
        if (!invocation.IsLive)
            return Verdict.Ended;
        if (command.Kind is CommandKind.Begin)
            return Begin(command, invocation, ref draft, ref events);
        if (command.Attempt != invocation.Attempt || invocation.Status is not InvocationStatus.Executing)
            return Verdict.Superseded;

        switch (command.Kind)
        {
            case CommandKind.Complete:
                Complete(command, ref draft, ref events);
                break;
            case CommandKind.Fail:
                Fail(command, invocation, ref draft, ref events);
                break;
            case CommandKind.StartChild:
                return StartChild(command, ref draft, ref events);
            case CommandKind.Interrupt:
                events.Add(draft.Make(EventKind.AttemptInterrupted, command));
                if (invocation.Interruptions + 1 >= RunPlan.MaxInterruptions)
                    FailInvocation(command, (AttemptFailure)command.Payload!, ref draft, ref events);
                break;
            case CommandKind.Ask:
                Ask(command, ref draft, ref events);
                break;
            case CommandKind.Withdraw:
                return Close(command, EventKind.HumanWithdrawn, ref draft, ref events);
            default:
                throw new InvalidOperationException($"Command {command.Kind} is not known.");
        }

        return Verdict.Accepted;
    }

    private static Verdict Begin(in Command command, in InvocationState invocation, ref Draft draft, ref EventBatch events)
    {
        if (command.Attempt <= invocation.Attempt)
            return command.Attempt == invocation.Attempt && invocation.Status is InvocationStatus.Executing
                ? Verdict.Duplicate
                : Verdict.Superseded;
        if (command.Attempt != invocation.Attempt + 1 || invocation.Status is not InvocationStatus.Pending)
            return Verdict.Superseded;
        events.Add(draft.Make(EventKind.AttemptStarted, command, command.Payload));
        return Verdict.Accepted;
    }

    private void Complete(in Command command, ref Draft draft, ref EventBatch events)
    {
        var completion = command.Payload!;
        var summary = CompletionSummary.Of(completion);
        var invocations = InvocationsAfter(summary);
        AgentException? exceeded = invocations > Plan.MaxInvocations
            ? new AgentLimitException(nameof(RunLimits.InvocationsPerRun), Plan.MaxInvocations)
            : FindExceeded(command.Invocation, completion, invocations);
        if (exceeded is not null)
        {
            var failure = new AttemptFailure(Failures.Of(exceeded, Failures.CodeOf(exceeded)), exceeded);
            Fail(command with { Payload = failure }, State[command.Invocation], ref draft, ref events);
            return;
        }

        EndInvocation(EventKind.InvocationCompleted, command.Invocation, completion, ref draft, ref events, summary.EmissionCount);
        WarnOfInvocations(command.Invocation, completion, invocations, ref draft, ref events);
        if (summary.HasResult && !State.HasResult)
            events.Add(draft.Make(EventKind.ResultGiven, command, completion));
        if (CloseScopeAfter(command.Invocation, completion, summary, ref draft, ref events) || State.Live - 1 + summary.EmissionCount > 0)
            return;
        EndDrained(State.HasResult || summary.HasResult, ref draft, ref events);
    }

    /// <summary>How many invocations there are after a completion. Those of aggregates count from the start of their scopes.</summary>
    private int InvocationsAfter(in CompletionSummary summary) =>
        State.Invocations + State.OpenScopes + (summary.OpensScope ? 1 : 0) + summary.EmissionCount;

    /// <summary>Ends a run that has no work left.</summary>
    private void EndDrained(bool hasResult, ref Draft draft, ref EventBatch events) => events.Add(hasResult || !Plan.GivesResult
        ? draft.Make(EventKind.RunCompleted)
        : draft.Make(EventKind.RunFailed, new AttemptFailure(Failures.NoResult, null)));

    private void Fail(in Command command, in InvocationState invocation, ref Draft draft, ref EventBatch events)
    {
        var failure = (AttemptFailure)command.Payload!;
        var policy = Plan.Attempts[invocation.Node];
        var failures = invocation.Failures + 1;
        if (failure.IsRetryable && failures < policy.MaxAttempts)
        {
            var delay = policy.DelayAfter(failures, failure.Dice).Ticks;
            var due = draft.Ticks + Math.Min(delay, DateTime.MaxValue.Ticks - draft.Ticks);
            events.Add(draft.Make(
                EventKind.AttemptFailed, command, failure with { RetryAt = new DateTimeOffset(due, TimeSpan.Zero) }));
            return;
        }

        events.Add(draft.Make(EventKind.AttemptFailed, command, failure));
        FailInvocation(command, failure, ref draft, ref events);
    }

    private void FailInvocation(in Command command, AttemptFailure failure, ref Draft draft, ref EventBatch events)
    {
        EndInvocation(EventKind.InvocationFailed, command.Invocation, failure, ref draft, ref events);
        if (!State.HasResult)
            EndEarly(ref draft, EventKind.RunFailed, "Another invocation failed.", failure, ref events, except: command.Invocation);
        else if (!CloseScopeAfter(command.Invocation, null, default, ref draft, ref events) && State.Live == 1)
            events.Add(draft.Make(EventKind.RunCompleted));
    }

    /// <summary>
    /// Cancels what is left, but for the invocation that is the cause, and ends the run: completed if it has its result.
    /// </summary>
    private void EndEarly(
        ref Draft draft, EventKind end, string reason, object payload, ref EventBatch events, int except = 0)
    {
        for (var ordinal = 1; ordinal <= State.LastOrdinal; ordinal++)
        {
            if (ordinal != except && State[ordinal].IsLive)
                EndInvocation(EventKind.InvocationCanceled, ordinal, reason, ref draft, ref events);
        }

        events.Add(State.HasResult
            ? draft.Make(EventKind.RunCompleted)
            : draft.Make(end, payload, except, except == 0 ? 0 : State[except].Attempt));
    }

    /// <summary>Numbers the events of one decision.</summary>
    private struct Draft(uint position, long ticks)
    {
        public readonly long Ticks => ticks;

        public LogEvent Make(EventKind kind, object? payload = null, int invocation = 0, int attempt = 0, int argument = 0) =>
            new(kind, checked(++position), ticks, invocation, attempt, argument, payload);

        public LogEvent Make(EventKind kind, in Command command, object? payload = null, int argument = 0) =>
            new(kind, checked(++position), ticks, command.Invocation, command.Attempt, argument, payload);
    }
}
