namespace Agents.Journals;

/// <summary>
/// A store of runs: the log of each, event by event. The runtime is its only user and gives the events as bytes; what the
/// store sees of them is which run they belong to, where in its log they stand, and which of them start and end a run.
/// </summary>
/// <remarks>
/// <para>
/// A journal promises four things. A batch is stored wholly or not at all. When <see cref="AppendAsync"/> has completed, the
/// batch survives a crash of the process (and of the machine, where the store says so). Events are read as they were
/// appended. And there is one owner: nothing is stored for one who has lost the ownership to another.
/// </para>
/// <para>
/// The runtime calls <see cref="AppendAsync"/> and <see cref="PruneAsync"/> for one batch at a time; all that reads may be called
/// meanwhile, by any number of threads. <c>JournalConformance</c> of the package Agents.Testing checks all of it for any journal.
/// </para>
/// </remarks>
public abstract class RunJournal : IAsyncDisposable
{
    /// <summary>Says what the journal stores in, for logs and messages: a path, an address without secrets.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// Prepares the store and takes its ownership, waiting for another owner to give it up for as long as the journal's own options
    /// say. Called once, before all else.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="JournalOwnedException">Another owns the store and does not let go.</exception>
    /// <exception cref="JournalException">The store cannot be used: it is read-only, or of a newer version.</exception>
    public abstract ValueTask OpenAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Stores events: all of them or, if it throws, none. Those of one run stand in the order of their positions, each
    /// following the one before without a gap, the first upon what is stored. A batch that is stored already, because its first call
    /// threw after all was done, is accepted again and changes nothing.
    /// </summary>
    /// <param name="batch">The events, of any number of runs. It is the caller's again when the call has completed.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is stored.</param>
    /// <exception cref="JournalOwnershipLostException">Another has taken the ownership. It does not come back.</exception>
    /// <exception cref="ArgumentException">The batch leaves a gap, or goes on with a run that has ended or never started.</exception>
    /// <remarks>Any other exception means that a later call with the same batch may succeed: the runtime tries again.</remarks>
    public abstract ValueTask AppendAsync(ReadOnlyMemory<JournalEvent> batch, CancellationToken cancellationToken = default);

    /// <summary>Reads the events of a run that lie behind a position, in order, as far as they are stored when the reading begins.</summary>
    /// <param name="run">The run; of one that is not there nothing is read.</param>
    /// <param name="after">The position; 0 for all.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="JournalCorruptException">An event cannot be read, or is missing. Those before it have been given.</exception>
    public abstract IAsyncEnumerable<JournalEvent> ReadAsync(RunId run, long after = 0, CancellationToken cancellationToken = default);

    /// <summary>Finds a run; null if it is not there.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<JournalRun?> FindAsync(RunId run, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lists what a host that starts has to go on with: every run of every tree in which a run has not ended, in the order of their
    /// starts, so that a run comes before its children.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    public abstract IAsyncEnumerable<JournalRun> ListUnfinishedAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists runs, the last started first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public abstract IAsyncEnumerable<JournalRun> ListAsync(JournalQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes finished trees of runs, a tree being a run of its own with all below it, finished when its last run has ended: those
    /// that finished before a time, and of the others all but the last finished. May remove fewer in one call, to be short.
    /// </summary>
    /// <param name="finishedBefore">The time.</param>
    /// <param name="keep">How many finished trees are kept at the most.</param>
    /// <param name="cancellationToken">Ends the work; what is removed stays removed.</param>
    /// <returns>How many trees were removed; 0 when there is nothing left to remove.</returns>
    /// <exception cref="JournalOwnershipLostException">Another has taken the ownership.</exception>
    public abstract ValueTask<int> PruneAsync(
        DateTimeOffset finishedBefore, int keep, CancellationToken cancellationToken = default);

    /// <summary>Gives the ownership up and closes the store. Nothing is called afterwards.</summary>
    public abstract ValueTask DisposeAsync();
}
