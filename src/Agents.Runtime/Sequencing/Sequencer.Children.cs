namespace Agents.Runtime;

internal readonly ref partial struct Sequencer
{
    private Verdict StartChild(in Command command, ref Draft draft, ref EventBatch events)
    {
        if (State.FindChild(((ChildStart)command.Payload!).Id) is not null)
            return Verdict.Duplicate;
        events.Add(draft.Make(EventKind.ChildStarted, command, command.Payload));
        return Verdict.Accepted;
    }
}
