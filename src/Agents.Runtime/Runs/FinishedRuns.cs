namespace Agents.Runtime;

/// <summary>
/// The finished trees of runs in the order in which they ended. Of a run that is given back after thousands of others, and is in no cache
/// any more, all that is needed lies here: it is not looked at.
/// </summary>
internal sealed class FinishedRuns
{
    private readonly Queue<Tree> trees = new();
    private BriefLock sync = new();

    public bool IsEmpty
    {
        get
        {
            using (sync.Enter())
                return trees.Count == 0;
        }
    }

    /// <summary>Adds a tree. Gives the oldest back if there are too many.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="most">How many may stay.</param>
    /// <param name="oldest">The oldest, which is not here any more, if it is given back.</param>
    /// <param name="isOnly">Whether there was none before, and is one now.</param>
    public bool Add(in Tree tree, int most, out Tree oldest, out bool isOnly)
    {
        using (sync.Enter())
        {
            isOnly = trees.Count == 0 && most > 0;
            trees.Enqueue(tree);
            if (trees.Count > most)
                return trees.TryDequeue(out oldest);
            oldest = default;
            return false;
        }
    }

    /// <summary>Takes the oldest, if it ended at a time or before.</summary>
    public bool TryTake(long ticks, out Tree oldest)
    {
        using (sync.Enter())
            return trees.TryPeek(out oldest) && oldest.Ticks <= ticks && trees.TryDequeue(out oldest);
    }

    /// <summary>A tree that has finished.</summary>
    /// <param name="Root">The run that it begins with.</param>
    /// <param name="Ticks">When the last of its runs ended.</param>
    /// <param name="Hash">The hash of the root's id.</param>
    /// <param name="HasChildren">Whether it has other runs.</param>
    public readonly record struct Tree(Run Root, long Ticks, int Hash, bool HasChildren);
}
