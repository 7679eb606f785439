using System.Diagnostics.CodeAnalysis;

namespace Agents.Runtime;

/// <summary>
/// Runs by their ids: a hash table in parts, each with a lock of its own, which is held for some steps and never waits. Its entries lie in
/// arrays and hold the hashes, so that a run that is removed after thousands of others, and is in no cache any more, is not looked at.
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
        return PartOf(hash).TryAdd(run, hash, out other);
    }

    public Run? Find(RunId id)
    {
        var hash = id.GetHashCode();
        return PartOf(hash).Find(id, hash);
    }

    /// <summary>Removes a run, if it is there.</summary>
    public void Remove(Run run) => Remove(run, run.Id.GetHashCode());

    /// <summary>Removes a run, if it is there.</summary>
    /// <param name="run">The run. It is not looked at.</param>
    /// <param name="hash">The hash of its id.</param>
    public void Remove(Run run, int hash) => PartOf(hash).Remove(run, hash);

    private Part PartOf(int hash) => parts[hash & ((1 << PartBits) - 1)];

    private struct Entry
    {
        public Run? Run;
        public int Hash;
    }

    /// <summary>A table with open addressing: an entry lies at the place of its hash, or at the next free one behind it.</summary>
    private sealed class Part
    {
        private BriefLock sync = new();
        private Entry[] entries = new Entry[4];
        private int count;

        private int Mask => entries.Length - 1;

        public List<Run> Copy()
        {
            using (sync.Enter())
            {
                var copy = new List<Run>(count);
                foreach (ref readonly var entry in entries.AsSpan())
                {
                    if (entry.Run is not null)
                        copy.Add(entry.Run);
                }

                return copy;
            }
        }

        public bool TryAdd(Run run, int hash, [NotNullWhen(false)] out Run? other)
        {
            using (sync.Enter())
            {
                if (4 * (count + 1) > 3 * entries.Length)
                    Resize(entries.Length * 2);
                ref var entry = ref entries[PlaceOf(run.Id, hash)];
                other = entry.Run;
                if (other is not null)
                    return false;
                entry.Run = run;
                entry.Hash = hash;
                count++;
                return true;
            }
        }

        public Run? Find(RunId id, int hash)
        {
            using (sync.Enter())
                return entries[PlaceOf(id, hash)].Run;
        }

        public void Remove(Run run, int hash)
        {
            using (sync.Enter())
            {
                var free = HomeOf(hash);
                while (entries[free].Run is { } other && other != run)
                    free = (free + 1) & Mask;
                if (entries[free].Run is null)
                    return;
                count--;
                // Those behind it that would no more be found move up.
                for (var place = (free + 1) & Mask; entries[place].Run is not null; place = (place + 1) & Mask)
                {
                    var distance = (place - HomeOf(entries[place].Hash)) & Mask;
                    if (distance < ((place - free) & Mask))
                        continue;
                    entries[free] = entries[place];
                    free = place;
                }

                entries[free] = default;
                // What a host had for a while is not held for ever, nor looked through.
                if (entries.Length > 4 && count < entries.Length / 8)
                    Resize(entries.Length / 2);
            }
        }

        /// <summary>Where an id lies, or is to lie.</summary>
        private int PlaceOf(RunId id, int hash)
        {
            var place = HomeOf(hash);
            while (entries[place].Run is { } run && (entries[place].Hash != hash || run.Id != id))
                place = (place + 1) & Mask;
            return place;
        }

        private int HomeOf(int hash) => (hash >>> PartBits) & Mask;

        private void Resize(int length)
        {
            var old = entries;
            entries = new Entry[length];
            foreach (ref readonly var entry in old.AsSpan())
            {
                if (entry.Run is null)
                    continue;
                var place = HomeOf(entry.Hash);
                while (entries[place].Run is not null)
                    place = (place + 1) & Mask;
                entries[place] = entry;
            }
        }
    }
}
