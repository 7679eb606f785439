using Agents.Journals;
using Microsoft.Data.Sqlite;

namespace Agents.Sqlite;

/// <summary>The tables, and how older ones become those of this version.</summary>
internal static class SqliteSchema
{
    /// <summary>Marks files of this library: "AGNT".</summary>
    private const int ApplicationId = 0x41474E54;

    /// <summary>What leads from each version to the next; the first from an empty file.</summary>
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE owner(
          id INTEGER PRIMARY KEY CHECK (id = 1), epoch INTEGER NOT NULL, beat INTEGER NOT NULL, holder TEXT NOT NULL) STRICT;
        INSERT INTO owner VALUES (1, 0, 0, '');
        CREATE TABLE runs(
          no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, root BLOB NOT NULL, agent TEXT NOT NULL, started INTEGER NOT NULL,
          status INTEGER, ended INTEGER) STRICT;
        CREATE INDEX runs_by_root ON runs(root);
        CREATE INDEX runs_by_agent ON runs(agent, started);
        CREATE TABLE segments(
          seq INTEGER PRIMARY KEY, run INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, crc INTEGER NOT NULL,
          data BLOB NOT NULL) STRICT;
        CREATE INDEX segments_by_run ON segments(run, first);
        """,
    ];

    /// <summary>The version that this library writes.</summary>
    public static int Version => Steps.Length;

    /// <summary>Makes the tables, or brings them to this version.</summary>
    /// <exception cref="JournalException">The file is something else, or of a newer version.</exception>
    public static void Migrate(SqliteConnection connection, string file) => Migrate(connection, file, Steps);

    /// <inheritdoc cref="Migrate(SqliteConnection, string)"/>
    internal static void Migrate(SqliteConnection connection, string file, IReadOnlyList<string> steps)
    {
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            var version = Check(connection, file, steps.Count);
            for (; version < steps.Count; version++)
                connection.Execute(steps[version]);
            connection.Execute($"PRAGMA application_id = {ApplicationId}");
            connection.Execute($"PRAGMA user_version = {version}");
            connection.Execute("COMMIT");
        }
        catch
        {
            connection.Execute("ROLLBACK");
            throw;
        }
    }

    /// <summary>Gives the version of a file; 0 for an empty one.</summary>
    /// <exception cref="JournalException">The file is something else, or of a newer version.</exception>
    public static int Check(SqliteConnection connection, string file, int newest)
    {
        var id = connection.Scalar("PRAGMA application_id");
        if (id != ApplicationId && (id != 0 || connection.Scalar("SELECT count(*) FROM sqlite_schema") > 0))
            throw new JournalException($"{file} is a database of something else. Give the runs of agents a file of their own.");
        var version = connection.Scalar("PRAGMA user_version");
        return version <= newest
            ? (int)version
            : throw new JournalException($"{file} is of version {version}, this library writes version {newest}. Use a newer version of it.");
    }
}
