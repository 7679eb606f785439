namespace Agents.Runtime;

/// <content>What events change once they are decided and, in the views of the log, once they are recorded.</content>
internal abstract partial class Run
{
    /// <summary>Takes an event into the state. What follows here is for the attempts alone: nobody else sees it yet.</summary>
    private void Decide(in LogEvent logEvent, ref Effects effects)
    {
        Sequencer.Apply(logEvent);
        switch (logEvent.Kind)
        {
            case EventKind.AttemptStarted:
                if (NodeOf(logEvent) is { Stream: not null } streaming)
                    SlotOf(streaming).PrepareAttempt((InvocationAttempt)logEvent.Payload!, logEvent);
                break;
            case EventKind.AttemptFailed or EventKind.AttemptInterrupted:
                effects.AttemptEnd = logEvent.Kind;
                if (logEvent.Kind is EventKind.AttemptFailed)
                    effects.Rare.AttemptException = ((AttemptFailure)logEvent.Payload!).Exception;
                StreamOf(logEvent.Invocation)?.OnAttemptEnded();
                break;
            case EventKind.InvocationCompleted:
                effects.AttemptEnd = logEvent.Kind;
                break;
            case EventKind.InvocationCanceled:
                ((InvocationAttempt)State[logEvent.Invocation].Input).FenceOff(Fence.Canceled);
                break;
        }
    }

    private NodeInfo NodeOf(in LogEvent logEvent) => Agent.Nodes[State[logEvent.Invocation].Node];

    /// <summary>The stream of an invocation's newest attempt, if its node has one.</summary>
    private IChunkSource? StreamOf(int ordinal) => ((InvocationAttempt)State[ordinal].Input).Stream as IChunkSource;

    /// <summary>Takes an event that its recorder has recorded. Under the lock, in the order of positions.</summary>
    public void OnRecorded(in LogEvent logEvent, ref Effects effects)
    {
        log.Append(logEvent);
        waiters?.TakeAll(ref effects.Wake);
        if (logEvent.Kind is EventKind.Chunk)
            OnChunk(logEvent, ref effects);
        else
            OnEvent(logEvent, ref effects);
        Agent.Host.Watch?.OnRecorded(this, logEvent);
    }

    private void OnChunk(in LogEvent logEvent, ref Effects effects)
    {
        if (firstChunkTicks == 0)
        {
            firstChunkTicks = logEvent.Ticks;
            effects.FirstChunk = true;
        }

        if (Storage is not null)
            Storage.Chunks++;
        ((IChunkSource)logEvent.Payload!).OnRecorded(logEvent, ref effects.Wake);
    }

    private void OnEvent(in LogEvent logEvent, ref Effects effects)
    {
        switch (logEvent.Kind)
        {
            case EventKind.RunStarted:
                AddInvocation((InvocationAttempt)((IRunStart)logEvent.Payload!).Input, ref effects);
                break;
            case EventKind.AttemptStarted:
                if (NodeOf(logEvent) is { Stream: not null } streaming)
                    SlotOf(streaming).BeginAttempt((InvocationAttempt)logEvent.Payload!, logEvent, ref effects.Wake);
                break;
            case EventKind.AttemptFailed:
                var failed = (AttemptFailure)logEvent.Payload!;
                if (failed.RetryAt is { } due)
                    effects.Rare.Retry = (((InvocationAttempt)State[logEvent.Invocation].Input).MakeNext(), due.UtcTicks - logEvent.Ticks);
                break;
            case EventKind.AttemptInterrupted:
                OnInterrupted(logEvent.Invocation);
                break;
            case EventKind.InvocationCompleted:
                EndInvocation(logEvent, StreamOutcome.Completed, null, ref effects);
                if (logEvent.Argument > 0)
                    AddEmitted(logEvent, ref effects);
                WatchScope(logEvent.Invocation, ref effects);
                break;
            case EventKind.InvocationFailed:
                var failure = (AttemptFailure)logEvent.Payload!;
                EndInvocation(logEvent, StreamOutcome.Failed(Describe(failure, logEvent)), failure.Exception, ref effects);
                AddOrphans(logEvent.Invocation, ref effects);
                WatchScope(logEvent.Invocation, ref effects);
                break;
            case EventKind.ScopeClosed:
                OnScopeClosed(logEvent, ref effects);
                break;
            case EventKind.InvocationCanceled:
                var attempt = (InvocationAttempt)State[logEvent.Invocation].Input;
                (effects.Rare.Canceled ??= []).Add(attempt);
                StopRetry(logEvent.Invocation);
                EndInvocation(logEvent, StreamOutcome.Canceled((string)logEvent.Payload!), null, ref effects);
                AddOrphans(logEvent.Invocation, ref effects);
                break;
            case EventKind.ChildStarted:
                OnChildStarted((ChildStart)logEvent.Payload!);
                break;
            case EventKind.HumanAsked or EventKind.HumanAnswered or EventKind.HumanExpired or EventKind.HumanWithdrawn:
                OnQuestion(logEvent, ref effects);
                break;
            case EventKind.ResultGiven:
                resultTicks = logEvent.Ticks;
                OnResult((InvocationAttempt)logEvent.Payload!);
                effects.Settles |= HasResultPromises;
                break;
            case EventKind.BudgetWarning:
                effects.Rare.Warning = (BudgetUse)logEvent.Payload!;
                break;
            default:
                OnEnd(logEvent, ref effects);
                break;
        }
    }

    private void AddEmitted(in LogEvent completed, ref Effects effects)
    {
        log.Reserve(2 * completed.Argument, Agent.LikelyEvents);
        for (var emitted = ((InvocationAttempt)completed.Payload!).FirstInvocation(); emitted is not null; emitted = emitted.NextInvocation())
            AddInvocation(emitted, ref effects);
    }

    private void AddInvocation(InvocationAttempt attempt, ref Effects effects)
    {
        Storage?.AddInvocation(attempt.Ordinal);
        attempt.BindScope(AggregateOf(attempt.Ordinal));
        if (attempt.NodeInfo.Stream is not null)
        {
            var slot = SlotOf(attempt.NodeInfo);
            slot.AddInvocation(attempt.Ordinal);
            slot.TakeAll(ref effects.Wake);
        }

        effects.AddReady(attempt);
    }

    private void EndInvocation(in LogEvent logEvent, StreamOutcome outcome, Exception? exception, ref Effects effects)
    {
        var node = NodeOf(logEvent);
        if (node.Stream is null)
            return;
        var end = outcome.Status is RunStatus.Completed ? null : new StreamEnd(outcome, exception, logEvent.Position, logEvent.Ticks);
        SlotOf(node).EndInvocation(logEvent, end, ref effects.Wake);
    }

    private void OnEnd(in LogEvent logEvent, ref Effects effects)
    {
        var failure = logEvent.Payload as AttemptFailure;
        var outcome = logEvent.Kind switch
        {
            EventKind.RunCompleted => StreamOutcome.Completed,
            EventKind.RunFailed => StreamOutcome.Failed(Describe(failure!, logEvent)),
            _ => StreamOutcome.Canceled((string)logEvent.Payload!),
        };
        // That of a run that completed says no more than the log: it is made for who asks.
        if (outcome.Status is not RunStatus.Completed)
            end = new StreamEnd(outcome, failure?.Exception, logEvent.Position, logEvent.Ticks);
        hasEnded = true;
        foreach (var slot in slots ?? [])
            slot?.EndRun(ref effects.Wake);
        questions?.TakeAll(ref effects.Wake);
        LetGo();
        if (outcome.Status is not RunStatus.Completed)
            AddOrphans(ref effects);
        // Before anybody can see the end: who does finds no more finished runs than are to be kept.
        Agent.Host.Runs.OnEnded(this);
        effects.Settles |= HasEndPromises || (resultTicks == 0 && HasResultPromises);
        isEndReady = true;
        effects.TellsEnd = isStartTold;
    }

    /// <summary>The end of a run that completed: its last event.</summary>
    private StreamEnd MakeEnd()
    {
        var made = new StreamEnd(StreamOutcome.Completed, null, log.Position, State.Ticks);
        return Interlocked.CompareExchange(ref end, made, null) ?? made;
    }
}
