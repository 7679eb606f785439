using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>
/// Brings what a fork keeps of a run into the fork's log, in its order: events with their ordinals and new positions. What it
/// makes for them belongs to the fork; only payloads, which are immutable, are shared with the run.
/// </summary>
/// <remarks>Used once, under the lock of the fork, before anybody else knows it.</remarks>
internal sealed class TakeOver
{
    private readonly RunSnapshot source;
    private readonly ForkPlan plan;
    private readonly Dictionary<int, InvocationChange> changes;

    /// <summary>For each invocation that is there: its newest attempt.</summary>
    private readonly Dictionary<int, InvocationAttempt> attempts = [];

    /// <summary>The questions that somebody answered.</summary>
    private readonly HashSet<int> answered;

    /// <summary>The numbers that questions have in the fork.</summary>
    private readonly Dictionary<int, int> questions = [];

    private TakeOver(RunSnapshot source, ForkPlan plan, Dictionary<int, InvocationChange> changes)
    {
        this.source = source;
        this.plan = plan;
        this.changes = changes;
        answered = [.. source.Entries
            .Where(static entry => entry.Event.Kind is EventKind.HumanAnswered)
            .Select(static entry => entry.Event.Argument)];
    }

    /// <param name="source">The run.</param>
    /// <param name="changes">What is changed.</param>
    /// <exception cref="ArgumentException">A change does not fit the run.</exception>
    public static TakeOver Of(RunSnapshot source, IReadOnlyList<InvocationChange> changes)
    {
        var byOrdinal = new Dictionary<int, InvocationChange>();
        foreach (var change in changes)
        {
            Check(source, change);
            if (!byOrdinal.TryAdd(change.Invocation.Ordinal, change))
                throw new ArgumentException($"Invocation {change.Invocation} is changed twice. Change each invocation once.", nameof(changes));
        }

        var plan = ForkPlan.Of(source, byOrdinal.Keys.ToHashSet());
        foreach (var change in changes)
        {
            if (plan[change.Invocation.Ordinal] is Fate.Gone)
            {
                throw new ArgumentException(
                    $"Invocation {change.Invocation} follows from what runs anew in the fork, so it is not there to be changed. Change " +
                    "only invocations that do not follow from each other.", nameof(changes));
            }
        }

        for (var ordinal = 1; ordinal <= source.Invocations.Length; ordinal++)
        {
            if (plan[ordinal] is Fate.Anew && source.Run.Agent.Nodes[source[ordinal].Node] is { IsFormer: true } former)
            {
                throw new InvalidOperationException(
                    $"Invocation {new InvocationId(source.Run.Id, ordinal)} would run anew, but the agent has changed: its node '{former.Name}' is " +
                    "not there any more, or takes other inputs. Fork from an invocation before it.");
            }
        }

        return new TakeOver(source, plan, byOrdinal);
    }

    /// <summary>The run that is forked.</summary>
    public Run Source => source.Run;

    /// <summary>The highest ordinal of the run: those of the fork's own invocations are higher.</summary>
    public int LastOrdinal => source.Invocations.Length;

    /// <summary>What the fork's start tells of where it comes from.</summary>
    public ForkOrigin MakeOrigin() => new(Source.Id, [.. changes.Values])
    {
        Stored = IsStored ? [.. changes.Values.Select(change => Source.Agent.Nodes[change.Node].Runtime.WriteChange(change))] : null,
    };

    private bool IsStored => Source.Agent.Host.IsDurable;

    /// <summary>Makes the entry of the fork.</summary>
    public InvocationAttempt MakeEntry(Run fork) => Make(fork, (InvocationAttempt)((IRunStart)source.Entries[0].Event.Payload!).Input);

    /// <summary>Records what is taken over, after the start.</summary>
    public void Record(Run fork)
    {
        foreach (var extent in source.Entries)
        {
            var logEvent = extent.Event;
            if (!IsTaken(logEvent))
                continue;
            if (logEvent.Kind is EventKind.Chunk)
                TakeChunks(extent);
            else
                fork.TakeOver(logEvent, PayloadOf(fork, logEvent), ArgumentOf(logEvent));
        }
    }

    private static void Check(RunSnapshot source, InvocationChange change)
    {
        var invocation = change.Invocation;
        if (invocation.Run != source.Run.Id || invocation.Ordinal < 1 || invocation.Ordinal > source.Invocations.Length ||
            source[invocation.Ordinal].Status is InvocationStatus.Absent)
        {
            throw new ArgumentException(
                $"Run {source.Run.Id} has no invocation {invocation} to change. Take the id from its events or streams.", nameof(change));
        }

        var nodes = source.Run.Agent.Nodes;
        var node = nodes[source[invocation.Ordinal].Node];
        if (node.Index != change.Node)
        {
            throw new ArgumentException(
                $"Invocation {invocation} is one of node '{node.Name}', not of '{nodes[change.Node].Name}'.", nameof(change));
        }

        node.Runtime.Check(change);
    }

    private bool IsTaken(in LogEvent logEvent)
    {
        var fate = logEvent.Invocation == 0 ? Fate.Gone : plan[logEvent.Invocation];
        return logEvent.Kind switch
        {
            // What comes of the whole the fork finds out for itself.
            EventKind.RunStarted or EventKind.ResultGiven or EventKind.BudgetWarning or
                EventKind.RunCompleted or EventKind.RunFailed or EventKind.RunCanceled => false,
            EventKind.ScopeClosed => fate is Fate.Kept && plan.IsClosingKept(logEvent.Invocation),
            _ => fate is Fate.Kept || (fate is Fate.Anew && !changes.ContainsKey(logEvent.Invocation) && IsFoundAgain(logEvent)),
        };
    }

    /// <summary>
    /// Whether new attempts of an invocation with the same inputs find something again: what people and children have done
    /// for it is not done twice. What nobody answered in time is asked anew.
    /// </summary>
    private bool IsFoundAgain(in LogEvent logEvent) => logEvent.Kind switch
    {
        EventKind.HumanAsked or EventKind.HumanAnswered => answered.Contains(logEvent.Argument),
        EventKind.ChildStarted => ((ChildStart)logEvent.Payload!).Run is { End.Outcome.Status: RunStatus.Completed },
        _ => false,
    };

    private object? PayloadOf(Run fork, in LogEvent logEvent)
    {
        var ordinal = logEvent.Invocation;
        switch (logEvent.Kind)
        {
            case EventKind.AttemptStarted:
                if (logEvent.Attempt > 1)
                    attempts[ordinal] = attempts[ordinal].MakeNext();
                return attempts[ordinal];
            case EventKind.InvocationCompleted:
                attempts[ordinal].TakeOver(
                    (InvocationAttempt)logEvent.Payload!, plan.IsClosingKept(ordinal), emission => Copy(fork, emission));
                return attempts[ordinal];
            case EventKind.HumanAsked when IsStored && logEvent.Payload is HumanQuestion { Stored: null } question:
                question.Store(source.Run.Agent.Host.Payloads, source.Run.Agent.Nodes[source[ordinal].Node].Name);
                return question;
            case EventKind.HumanAnswered when IsStored && logEvent.Payload is HumanAnswer { Stored: null } answer:
                answer.Stored = source.Run.WriteAnswer(logEvent.Argument, answer.Value);
                return answer;
            case EventKind.ScopeClosed:
                return (ScopeClosure)logEvent.Payload! with { Aggregate = attempts[ordinal].Aggregate! };
            default:
                return logEvent.Payload;
        }
    }

    private int ArgumentOf(in LogEvent logEvent) => logEvent.Kind switch
    {
        EventKind.HumanAsked => questions[logEvent.Argument] = questions.Count + 1,
        EventKind.HumanAnswered or EventKind.HumanExpired or EventKind.HumanWithdrawn => questions[logEvent.Argument],
        _ => logEvent.Argument,
    };

    private IEmission Copy(Run fork, IEmission emission) =>
        emission is InvocationAttempt invocation ? Make(fork, invocation) : emission.ToTemplate().Make(fork);

    /// <summary>Makes the first attempt of an invocation, with other inputs if they were changed.</summary>
    private InvocationAttempt Make(Run fork, InvocationAttempt original)
    {
        var ordinal = original.Ordinal;
        var made = changes.TryGetValue(ordinal, out var change)
            ? original.NodeInfo.Runtime.Make(fork, change)
            : (InvocationAttempt)original.ToTemplate().Make(fork);
        made.ReserveOrdinal(ordinal);
        return attempts[ordinal] = made;
    }

    private void TakeChunks(in LogExtent extent)
    {
        var target = (IChunkSource)attempts[extent.Event.Invocation].Stream!;
        var origin = (IChunkSource)extent.Event.Payload!;
        for (var position = extent.Event.Position; position < extent.End; position++)
            target.TakeOver(origin, extent.Event.Argument + (int)(position - extent.Event.Position));
    }
}
