namespace Agents.Runtime;

internal abstract partial class Run
{
    /// <summary>Of a run of its own: how many runs of its tree, itself among them, have not ended.</summary>
    private int unfinished = 1;

    /// <summary>Where the run hangs in its tree; null for a run of its own.</summary>
    public RunParent? Parent => ExtrasIfAny?.Parent;

    public int Depth => Parent?.Depth ?? 0;

    /// <summary>The run of its own that the tree begins with.</summary>
    public Run Root => Parent is { } parent ? parent.Run.Root : this;

    public bool IsBelow(Run run)
    {
        var above = Parent?.Run;
        while (above is not null && above != run)
            above = above.Parent?.Run;
        return above is not null;
    }

    /// <summary>Records that an attempt starts a child. False if the attempt does not count any more.</summary>
    public bool StartChild(InvocationAttempt attempt, ChildStart child)
    {
        Submit(new Command(CommandKind.StartChild, Now, attempt.Ordinal, attempt.Number, 0, child), out var verdict).Run(this);
        if (verdict is Verdict.Duplicate)
        {
            // Its start was recorded once, and the process ended before that of the child was.
            LinkChild(child.Run!);
            return true;
        }

        return verdict is Verdict.Accepted;
    }

    /// <summary>The children that exist by now, oldest first.</summary>
    public IReadOnlyList<Run> GetChildren()
    {
        lock (Gate)
            return State.Children.Count == 0 ? [] : [.. OwnChildren().Where(static child => child.IsShown)];
    }

    /// <summary>Whether it has started any. Under the lock, or when its tree has finished.</summary>
    public bool HasChildren => State.Children.Count > 0;

    /// <summary>The children that were started up to a position of the log.</summary>
    public IReadOnlyList<Run> GetChildrenUpTo(uint position)
    {
        lock (Gate)
            return [.. OwnChildren(position)];
    }

    /// <summary>A child, by its id.</summary>
    public Run? FindChild(RunId id)
    {
        lock (Gate)
            return State.FindChild(id) is { Run: { } run } && IsChild(run) ? run : null;
    }

    /// <summary>The run and all below it, as they are when the enumeration comes to them; each before its children.</summary>
    public IEnumerable<Run> SelfAndBelow() => GetChildren().SelectMany(static child => child.SelfAndBelow()).Prepend(this);

    /// <summary>Whether the invocation that started a child has come to an end that its children share.</summary>
    public bool HasLetGoOf(Run child)
    {
        lock (Gate)
        {
            return End is { Outcome.Status: not RunStatus.Completed } ||
                State[child.Parent!.Invocation].Status is InvocationStatus.Failed or InvocationStatus.Canceled;
        }
    }

    /// <summary>Cancels a child because of how this run, or the invocation that started it, ended.</summary>
    public void CancelChild(Run child) => child.Cancel(End?.Outcome switch
    {
        { CancelReason: AgentCanceledException.HostStopped } => AgentCanceledException.HostStopped,
        { CancelReason: { } reason } => $"The parent run {Id} was canceled: {reason}",
        { Failure: not null } => $"The parent run {Id} failed.",
        _ => $"The parent run {Id} has no more use for it: the invocation that started it ended failed or canceled.",
    });

    /// <summary>Keeps the tree from being counted as finished before all of it has come back.</summary>
    public void HoldTree() => Interlocked.Increment(ref unfinished);

    /// <summary>Whether it is all of its tree: then its own lock, which the caller holds, guards the count.</summary>
    public bool IsAlone => Parent is null && unfinished == 1 && !HasChildren;

    /// <summary>Counts the end of a run of the tree; whether it was the last.</summary>
    public bool CountEndInTree() => Interlocked.Decrement(ref unfinished) == 0;

    private IEnumerable<Run> OwnChildren(uint upTo = uint.MaxValue) => State.Children
        .TakeWhile(child => child.Position <= upTo)
        .Select(static child => child.Start.Run)
        .OfType<Run>()
        .Where(IsChild);

    /// <summary>Whether it is a child of this very run: a log may also tell of those of the run that it was forked from.</summary>
    private bool IsChild(Run run) => run.Parent?.Run == this;

    private void OnChildStarted(ChildStart child)
    {
        if (child.Run is { } run && IsChild(run))
            Interlocked.Increment(ref Root.unfinished);
    }

    /// <summary>Children end with what started them.</summary>
    private void AddOrphans(int ordinal, ref Effects effects)
    {
        foreach (var child in State.ChildrenOf(ordinal))
        {
            if (child.Run is { HasEnded: false } run && IsChild(run))
                (effects.Rare.Orphans ??= []).Add(run);
        }
    }

    private void AddOrphans(ref Effects effects)
    {
        foreach (var child in OwnChildren())
        {
            if (!child.HasEnded)
                (effects.Rare.Orphans ??= []).Add(child);
        }
    }
}
