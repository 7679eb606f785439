using System.Diagnostics.CodeAnalysis;

namespace Agents.Runtime;

/// <summary>
/// Runs by their ids: a hash table in parts, each with a lock of its own. Its entries are the runs themselves, each linked to the next of
/// its bucket, so that one that is kept holds nothing beside itself.
/// </summary>
internal sealed class RunTable
{
    private const int PartBits = 6;

    private readonly Part[] parts = new Part[1 << PartBits];

    public RunTable()
    {
        for (var index = 0; index < parts.Length; index++)
            parts[index] = new Part();
    }

    /// <summary>The runs as they are when the enumeration comes to their part.</summary>
    public IEnumerable<Run> All => parts.SelectMany(static part => part.Copy());

    /// <summary>Adds a run, unless one with its id is there.</summary>
    public bool TryAdd(Run run, [NotNullWhen(false)] out Run? other)
    {
        var hash = run.Id.GetHashCode();
        return PartOf(hash).TryAdd(run, hash >>> PartBits, out other);
    }

    public Run? Find(RunId id)
    {
        var hash = id.GetHashCode();
        return PartOf(hash).Find(id, hash >>> PartBits);
    }

    /// <summary>Removes a run, if it is there.</summary>
    public void Remove(RunId id)
    {
        var hash = id.GetHashCode();
        PartOf(hash).Remove(id, hash >>> PartBits);
    }

    private Part PartOf(int hash) => parts[hash & ((1 << PartBits) - 1)];

    private sealed class Part
    {
        private readonly Lock sync = new();
        private Run?[] buckets = new Run?[4];
        private int count;

        public List<Run> Copy()
        {
            lock (sync)
            {
                var copy = new List<Run>(count);
                foreach (var first in buckets)
                {
                    for (var run = first; run is not null; run = run.NextInTable)
                        copy.Add(run);
                }

                return copy;
            }
        }

        public bool TryAdd(Run run, int hash, [NotNullWhen(false)] out Run? other)
        {
            lock (sync)
            {
                other = FindIn(BucketOf(hash), run.Id);
                if (other is not null)
                    return false;
                if (count == buckets.Length)
                    Grow();
                Push(ref BucketOf(hash), run);
                count++;
                return true;
            }
        }

        public Run? Find(RunId id, int hash)
        {
            lock (sync)
                return FindIn(BucketOf(hash), id);
        }

        public void Remove(RunId id, int hash)
        {
            lock (sync)
            {
                ref var bucket = ref BucketOf(hash);
                if (bucket?.Id == id)
                {
                    bucket = Unlink(bucket);
                    return;
                }

                for (var before = bucket; before?.NextInTable is { } run; before = run)
                {
                    if (run.Id != id)
                        continue;
                    before.NextInTable = Unlink(run);
                    return;
                }
            }
        }

        private Run? Unlink(Run run)
        {
            count--;
            var next = run.NextInTable;
            run.NextInTable = null;
            return next;
        }

        private ref Run? BucketOf(int hash) => ref buckets[hash & (buckets.Length - 1)];

        private static Run? FindIn(Run? run, RunId id)
        {
            while (run is not null && run.Id != id)
                run = run.NextInTable;
            return run;
        }

        private static void Push(ref Run? bucket, Run run)
        {
            run.NextInTable = bucket;
            bucket = run;
        }

        private void Grow()
        {
            var old = buckets;
            buckets = new Run?[old.Length * 2];
            foreach (var first in old)
            {
                for (var run = first; run is not null;)
                {
                    var next = run.NextInTable;
                    Push(ref BucketOf(run.Id.GetHashCode() >>> PartBits), run);
                    run = next;
                }
            }
        }
    }
}
