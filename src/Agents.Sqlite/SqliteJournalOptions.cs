namespace Agents.Sqlite;

/// <summary>How runs are kept in an SQLite file.</summary>
public sealed class SqliteJournalOptions
{
    /// <summary>What a commit survives. <see cref="SqliteSynchronous.Full"/> by default.</summary>
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;

    /// <summary>
    /// How long a host that starts waits for another that owns the file, before its start fails. The file of a process that has
    /// ended is free at once. 30 seconds by default.
    /// </summary>
    public TimeSpan LeaseWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long an owner may give no sign of life before another takes its place, though its process is there: it hangs. Measured by
    /// who waits, so that no change of a clock matters. 15 seconds by default.
    /// </summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a commit waits while somebody else has locked the file, before it fails and is tried again. 5 seconds by default.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many pages of 8 KiB the write-ahead log may hold before they are moved into the file. More makes commits steadier, and
    /// the log larger. 4,000 by default, 32 MiB.
    /// </summary>
    public int CheckpointPages { get; set; } = 4_000;
}

/// <summary>What a commit survives, see https://sqlite.org/pragma.html#pragma_synchronous.</summary>
public enum SqliteSynchronous
{
    /// <summary>The end of the process at any instant, and that of the machine: each commit waits for the disk.</summary>
    Full,

    /// <summary>
    /// The end of the process at any instant. When the machine ends, the last commits may be lost, and what was seen of them with them:
    /// positions may then be given anew. Faster on slow disks.
    /// </summary>
    Normal,
}
