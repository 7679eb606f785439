namespace Agents.Runtime;

/// <summary>
/// The children that an attempt finds again: those that earlier attempts of its invocation started, each at most once unless
/// it has a key, and its own with a key. Meanwhile no other attempt starts children of the invocation. Guarded by a lock on
/// itself, which may be held while inputs are compared.
/// </summary>
internal sealed class ChildCalls
{
    private readonly Dictionary<(string Agent, string Key), ChildStart> keyed = [];
    private readonly SortedDictionary<int, ChildStart> untaken = [];
    private int places;

    public ChildCalls(InvocationAttempt attempt)
    {
        lock (attempt.Run.Gate)
        {
            // Of each place the last generation stays.
            foreach (var child in attempt.Run.State.ChildrenOf(attempt.Ordinal))
            {
                Add(child);
                if (child.Place.Key is null)
                    untaken[child.Place.Number] = child;
            }
        }
    }

    /// <summary>Gives the child to go on with; or null, and what is to be started.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="key">The caller's key, if any.</param>
    /// <param name="hasEqualInput">Whether a known child was given the same input.</param>
    /// <param name="place">The place of the call.</param>
    /// <param name="generation">Of a child that is to be started.</param>
    public Run? Find(string agent, string? key, Predicate<ChildStart> hasEqualInput, out ChildPlace place, out int generation)
    {
        var known = key is null ? Take(agent, hasEqualInput) : keyed.GetValueOrDefault((agent, key));
        place = known?.Place ?? new ChildPlace(key, key is null ? places + 1 : 0);
        // One that has not come to be, because the process ended, is what is to be started.
        generation = known is null ? 1 : known.Run is null ? known.Generation : known.Generation + 1;
        return known?.Run is { End: null or { Outcome.Status: RunStatus.Completed } } run && (key is null || hasEqualInput(known))
            ? run
            : null;
    }

    /// <summary>Takes in a child that has been started.</summary>
    public void Add(ChildStart child)
    {
        if (child.Place.Key is { } key)
            keyed[(child.Agent, key)] = child;
        else
            places = Math.Max(places, child.Place.Number);
    }

    private ChildStart? Take(string agent, Predicate<ChildStart> hasEqualInput)
    {
        foreach (var (place, child) in untaken)
        {
            if (child.Agent == agent && hasEqualInput(child))
            {
                untaken.Remove(place);
                return child;
            }
        }

        return null;
    }
}
