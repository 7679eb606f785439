using System.Diagnostics.CodeAnalysis;

namespace Agents.Runtime;

/// <summary>What nodes gave for which inputs, for a time; the least recently used goes when there is too much.</summary>
internal sealed class NodeCache(int maxEntries, RunClock clock)
{
    private readonly Lock sync = new();
    private readonly Dictionary<CacheKey, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = new();

    public int Count
    {
        get
        {
            lock (sync)
                return entries.Count;
        }
    }

    public bool TryGet<TResult>(CacheKey key, [NotNullWhen(true)] out CachedOutcome<TResult>? outcome)
    {
        outcome = null;
        lock (sync)
        {
            if (!entries.TryGetValue(key, out var found))
                return false;
            byUse.Remove(found);
            if (found.Value.ExpiresAt <= clock.GetTicks())
            {
                entries.Remove(key);
                return false;
            }

            byUse.AddFirst(found);
            outcome = (CachedOutcome<TResult>)found.Value.Outcome;
            return true;
        }
    }

    public void Set<TResult>(CacheKey key, CachedOutcome<TResult> outcome, TimeSpan time)
    {
        var now = clock.GetTicks();
        var expiresAt = now + Math.Min(time.Ticks, DateTime.MaxValue.Ticks - now);
        lock (sync)
        {
            if (entries.Remove(key, out var old))
                byUse.Remove(old);
            if (maxEntries <= 0)
                return;
            if (entries.Count == maxEntries)
            {
                entries.Remove(byUse.Last!.Value.Key);
                byUse.RemoveLast();
            }

            entries.Add(key, byUse.AddFirst(new Entry(key, outcome, expiresAt)));
        }
    }

    private sealed record Entry(CacheKey Key, object Outcome, long ExpiresAt);
}

/// <summary>An invocation to be known again.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">A hash of its inputs as JSON.</param>
internal readonly record struct CacheKey(NodeInfo Node, string Inputs);
