using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>
/// Folds the items of an open scope as they come, and closes the scope once the fold is finished. Works on the pool, one thread
/// at a time.
/// </summary>
internal abstract class ScopeWatch(Run run) : IThreadPoolWorkItem
{
    private int signals;

    /// <summary>Something in the scope has ended.</summary>
    public void Signal()
    {
        if (Interlocked.Increment(ref signals) == 1)
            run.Agent.Host.Executor.Queue(this);
    }

    void IThreadPoolWorkItem.Execute()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref signals);
            Look();
        }
        while (Interlocked.Add(ref signals, -seen) != 0);
    }

    protected abstract void Look();
}

/// <inheritdoc/>
internal sealed class ScopeWatch<TInput>(Run run, int start, FoldDefinition<TInput> definition) : ScopeWatch(run)
{
    private readonly Run run = run;
    private ScopeFold<TInput>? fold;
    private bool isDone;

    protected override void Look()
    {
        if (isDone || !IsFinished(out var items))
            return;
        isDone = true;
        fold = null;
        run.CloseScope(start, items);
    }

    private bool IsFinished(out int items)
    {
        try
        {
            fold ??= new ScopeFold<TInput>(run, start, definition);
            fold.Advance();
            return fold.IsFinished;
        }
        catch (Exception)
        {
            // The aggregate's attempt folds the same items, throws the same, and fails by it as any node does.
            return true;
        }
        finally
        {
            items = fold?.Count ?? 0;
        }
    }
}
