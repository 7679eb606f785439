namespace Agents.Sqlite;

/// <summary>How a journal in SQLite stores, and how it comes to own its file.</summary>
public sealed class SqliteJournalOptions
{
    /// <summary>What a stored batch survives. <see cref="SqliteSynchronous.Full"/> by default.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>How long a host that starts waits for another to give the file up. 30 seconds by default.</summary>
    public TimeSpan LeaseWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an owner may show no sign of life before another takes the file over; it shows one three times as often. That of a
    /// process that has ended is taken over at once. 15 seconds by default; the same for all hosts of a file.
    /// </summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a call waits for a file that another connection has locked before it fails. 5 seconds by default.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(LeaseWait, TimeSpan.Zero, nameof(LeaseWait));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(LeaseTime, TimeSpan.Zero, nameof(LeaseTime));
        ArgumentOutOfRangeException.ThrowIfLessThan(BusyTimeout, TimeSpan.Zero, nameof(BusyTimeout));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BusyTimeout, TimeSpan.FromMilliseconds(int.MaxValue), nameof(BusyTimeout));
    }
}

/// <summary>What a stored batch survives.</summary>
public enum SqliteSynchronous
{
    /// <summary>A crash of the machine: each batch is written through to the disk.</summary>
    Full,

    /// <summary>A crash of the process. One of the machine may lose the last batches, but only the last, and each wholly.</summary>
    Normal,
}
