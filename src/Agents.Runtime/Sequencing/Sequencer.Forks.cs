namespace Agents.Runtime;

internal readonly ref partial struct Sequencer
{
    /// <summary>Gives an event of another run its place in this one, and draws the conclusions of this run from it.</summary>
    public void TakeOver(in LogEvent original, object? payload, int argument, long ticks, ref EventBatch events)
    {
        var draft = new Draft(State.Position, Math.Max(State.Ticks, ticks));
        // The new attempts of what runs anew are counted from 1, and find what earlier ones have left.
        var attempt = State[original.Invocation].IsLive && State[original.Invocation].Attempt == 0 && original.Kind is not EventKind.AttemptStarted
            ? 0
            : original.Attempt;
        events.Add(draft.Make(original.Kind, payload, original.Invocation, attempt, argument));
        if (original.Kind is not EventKind.InvocationCompleted)
            return;
        var completion = payload!;
        var summary = CompletionSummary.Of(completion);
        WarnOfInvocations(original.Invocation, completion, InvocationsAfter(summary), ref draft, ref events);
        if (summary.HasResult && !State.HasResult)
            events.Add(draft.Make(EventKind.ResultGiven, payload, original.Invocation, attempt));
    }

    /// <summary>Warns of the chunks that were taken over; ends a fork that has nothing to do anew.</summary>
    public void ConcludeTakeOver(long ticks, ref EventBatch events)
    {
        var draft = new Draft(State.Position, Math.Max(State.Ticks, ticks));
        if (Budgets.IsNearEnd(State.Chunks, Plan.Budgets.Chunks))
            Warn(new BudgetUse(BudgetKind.Chunks, State.Chunks, Plan.Budgets.Chunks), ref draft, ref events);
        if (State.Live == 0)
            EndDrained(State.HasResult, ref draft, ref events);
    }
}
