using System.Threading.Channels;

namespace Agents.Runtime;

/// <summary>
/// The enumeration of the events of a run and of all runs below it: a reader for each run, of which whichever has something
/// comes next. Nothing is read ahead but one event of each run.
/// </summary>
internal sealed class TreeReader : IAsyncEnumerator<RunEvent>
{
    private readonly Run root;
    private readonly CancellationToken cancellationToken;
    private readonly List<Branch> branches = [];

    /// <summary>The branches whose step is done, each at most once.</summary>
    private readonly Channel<Branch> ready = Channel.CreateUnbounded<Branch>(
        new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });

    private Branch? last;
    private Cursor cursor;
    private int open;
    private volatile bool isDisposed;

    public TreeReader(Run root, Cursor after, CancellationToken cancellationToken)
    {
        this.root = root;
        this.cancellationToken = cancellationToken;
        cursor = after;
        Open(root);
    }

    public RunEvent Current { get; private set; } = null!;

    public async ValueTask<bool> MoveNextAsync()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (last is { } given)
        {
            last = null;
            _ = StepAsync(given);
        }

        while (open > 0 && !isDisposed)
        {
            var branch = await ready.Reader.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            if (await branch.Step.ConfigureAwait(false) && !isDisposed)
            {
                Give(branch);
                return true;
            }

            open--;
        }

        return false;
    }

    /// <summary>Detaches from all runs. A wait that is under way ends as if there were nothing more.</summary>
    public ValueTask DisposeAsync()
    {
        isDisposed = true;
        Branch[] opened;
        lock (branches)
            opened = [.. branches];
        foreach (var branch in opened)
            branch.Reader.Detach();
        return default;
    }

    private void Give(Branch branch)
    {
        var found = branch.Reader.Current;
        cursor = branch.Run == root
            ? new Cursor(root.Id, found.Position, Cursor.GetPositionsBelow(cursor))
            : new Cursor(root.Id, Cursor.GetPosition(cursor), Cursor.GetPositionsBelow(cursor).SetItem(branch.Run.Id, found.Position));
        Current = found with { Run = branch.Run.Id, Cursor = cursor };
        if (found is RunEvent.ChildStarted started && branch.Run.FindChild(started.Child) is { } child)
            Open(child);
        last = branch;
    }

    /// <summary>Begins to read a run, where the cursor says, and the children that it had started up to there.</summary>
    private void Open(Run run)
    {
        var after = run == root ? Cursor.GetPosition(cursor) : Cursor.GetPositionsBelow(cursor).GetValueOrDefault(run.Id);
        var branch = new Branch(run, new EventReader(run, (uint)after, cancellationToken));
        lock (branches)
            branches.Add(branch);
        open++;
        _ = StepAsync(branch);
        // Who disposed meanwhile may not have seen this one.
        if (isDisposed)
            branch.Reader.Detach();
        foreach (var child in run.GetChildrenUpTo((uint)after))
            Open(child);
    }

    private async Task StepAsync(Branch branch)
    {
        var step = branch.Reader.MoveNextAsync().AsTask();
        branch.Step = step;
        await ((Task)step).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Unbounded, so there is always room.
        ready.Writer.TryWrite(branch);
    }

    private sealed class Branch(Run run, EventReader reader)
    {
        public Run Run => run;

        public EventReader Reader => reader;

        /// <summary>Whether the reader has another event, once that is known.</summary>
        public Task<bool> Step { get; set; } = Task.FromResult(false);
    }
}
