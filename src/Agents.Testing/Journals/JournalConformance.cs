using Agents.Journals;

namespace Agents.Testing;

/// <summary>
/// What every journal must hold, as checks that any test framework can run: a theory over <see cref="Checks"/> that calls
/// <see cref="CheckAsync"/> with a store of its own for each. What it cannot check is what needs a process to die; kill one that
/// stores, and read.
/// </summary>
/// <example>
/// <code>
/// public static TheoryData&lt;string&gt; Checks => [.. JournalConformance.Checks];
///
/// [Theory, MemberData(nameof(Checks))]
/// public async Task Keeps_what_it_promises(string check)
/// {
///     using var store = new MyStore();
///     await JournalConformance.CheckAsync(check, () => new MyJournal(store));
/// }
/// </code>
/// </example>
public static class JournalConformance
{
    private static readonly Dictionary<string, Func<JournalTrial, Task>> All = new()
    {
        ["Events are read as they were appended"] = JournalAppendChecks.ReadsWhatWasAppendedAsync,
        ["Nothing is lost when the journal is closed and opened"] = JournalAppendChecks.OutlivesItsOwnerAsync,
        ["Large batches, long runs and large events are stored"] = JournalAppendChecks.StoresLargeBatchesAsync,
        ["A batch is the caller's again when it is stored"] = JournalAppendChecks.KeepsNoBufferAsync,
        ["A stored batch is accepted again and changes nothing"] = JournalAppendChecks.AcceptsRepetitionAsync,
        ["A batch that does not follow is refused as a whole"] = JournalAppendChecks.RefusesWhatDoesNotFollowAsync,
        ["A token that has fired stores nothing"] = JournalAppendChecks.StoresNothingIfCanceledAsync,
        ["Reading sees a part without gaps while events are appended"] = JournalAppendChecks.ReadsMeanwhileAsync,
        ["Trees are unfinished until their last run has ended"] = JournalListChecks.ListsUnfinishedTreesAsync,
        ["Runs are listed as the query says, the last started first"] = JournalListChecks.ListsByQueryAsync,
        ["Finished trees are removed by age"] = JournalListChecks.PrunesByAgeAsync,
        ["Finished trees are removed by number"] = JournalListChecks.PrunesByNumberAsync,
        ["There is one owner"] = JournalListChecks.HasOneOwnerAsync,
        ["Whatever is done, it holds what a model holds"] = JournalModelCheck.AgreesWithModelAsync,
    };

    /// <summary>The names of the checks.</summary>
    public static IReadOnlyList<string> Checks { get; } = [.. All.Keys];

    /// <summary>Makes one check.</summary>
    /// <param name="check">Which, by its name.</param>
    /// <param name="make">
    /// Makes another journal on the same store, which is empty at first. It is not opened yet. Where it waits for an owner to let go
    /// of the store, it should do so for a short time only: one check opens a second journal beside the first.
    /// </param>
    /// <param name="seed">What chance depends on where there is any: a theory may make the check with the model for many seeds.</param>
    /// <exception cref="AgentAssertionException">The journal does not hold what it must.</exception>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    public static async Task CheckAsync(string check, Func<RunJournal> make, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentNullException.ThrowIfNull(make);
        if (!All.TryGetValue(check, out var body))
            throw new ArgumentException($"There is no check '{check}'. Take its name from {nameof(Checks)}.", nameof(check));
        var trial = new JournalTrial(check, make, seed);
        await using (trial.ConfigureAwait(false))
            await body(trial).ConfigureAwait(false);
    }
}
