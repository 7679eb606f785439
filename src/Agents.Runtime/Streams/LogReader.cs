namespace Agents.Runtime;

/// <summary>Reads a run's log entry by entry, in batches, so that the lock is held shortly however long the log is.</summary>
internal abstract class LogReader(Run run, uint after, CancellationToken cancellationToken) : LogWaiter(run, cancellationToken)
{
    private readonly LogExtent[] buffer = new LogExtent[16];
    private uint after = after;
    private int hint;
    private int buffered;
    private int taken;

    /// <summary>The position up to which everything has been taken.</summary>
    protected uint After => after;

    /// <summary>Whether there is nothing more to come.</summary>
    protected bool IsAtEnd => Run.End is { } end && after >= end.Position;

    /// <summary>Takes the next entry, or the rest of the one that has grown.</summary>
    /// <param name="extent">The entry.</param>
    /// <param name="position">The first position in it that had not been taken.</param>
    protected bool TryTake(out LogExtent extent, out uint position)
    {
        extent = default;
        position = after + 1;
        if (taken == buffered)
        {
            taken = buffered = 0;
            if (Run.Log.Position <= after)
                return false;
            lock (Run.Gate)
                buffered = Run.Log.Read(after, ref hint, buffer);
        }

        extent = buffer[taken++];
        after = extent.End - 1;
        return true;
    }

    /// <summary>Under the lock: whether there is something to take, or nothing more to come.</summary>
    protected bool HasNews => taken < buffered || Run.Log.Position > after || IsAtEnd;

    protected override WaiterList? FindListUnlessNews() => HasNews ? null : Run.Waiters;
}
