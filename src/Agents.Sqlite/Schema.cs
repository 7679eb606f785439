using Agents.Journals;

namespace Agents.Sqlite;

/// <summary>The tables, and the steps that lead from each version to the next. A step that was published is never changed.</summary>
internal static class Schema
{
    /// <summary>Tells that a file is a journal: "Agnt".</summary>
    public const long ApplicationId = 0x41676E74;

    /// <summary>
    /// Step n leads to version n + 1. The table of the owner is that of the first step for ever: it is used before the later ones.
    /// Of a run of its own <c>root</c> is null, <c>open</c> counts what has not ended of its tree, and <c>finished</c> is when that
    /// became 0. Times are ticks of UTC. Each index costs every run; lists are read in the order of the rows, which needs none, and what
    /// has not ended is looked for among all, which happens when a host starts.
    /// </summary>
    public static readonly string[] Steps =
    [
        """
        CREATE TABLE owner(epoch INTEGER NOT NULL, holder TEXT NOT NULL, locked INTEGER NOT NULL, beat INTEGER NOT NULL);
        INSERT INTO owner VALUES(0, '', 0, 0);
        CREATE TABLE runs(no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, root BLOB, agent TEXT NOT NULL, started INTEGER NOT NULL,
            status INTEGER NOT NULL DEFAULT 0, ended INTEGER, last INTEGER, open INTEGER, finished INTEGER);
        CREATE INDEX runs_children ON runs(root) WHERE root IS NOT NULL;
        CREATE INDEX runs_finished ON runs(finished) WHERE finished IS NOT NULL;
        CREATE TABLE segments(run INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL, crc INTEGER NOT NULL,
            data BLOB NOT NULL, PRIMARY KEY(run, first)) WITHOUT ROWID;
        """,
    ];

    /// <summary>Makes an empty file a journal of the first version; checks any other.</summary>
    public static void Create(Database database, string path, string[] steps)
    {
        if (!Check(database, path, steps))
        {
            database.Execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL");
            database.Write(() =>
            {
                // Another may have been faster.
                if (!Check(database, path, steps))
                    database.Execute($"{steps[0]}; PRAGMA application_id = {ApplicationId}; PRAGMA user_version = 1");
                return 0;
            });
        }
        database.Execute("PRAGMA journal_mode = WAL");
    }

    /// <summary>Whether the file is a journal that can be used; false if it is empty.</summary>
    public static bool Check(Database database, string path, string[] steps)
    {
        var version = database.Number("PRAGMA user_version");
        if (database.Number("PRAGMA application_id") == ApplicationId)
        {
            return version <= steps.Length ? true : throw new JournalException(
                $"{path} is a journal of version {version}, and this package knows {steps.Length} at the most. Update Agents.Sqlite.");
        }
        if (version != 0 || database.Number("SELECT count(*) FROM sqlite_master") != 0)
            throw new JournalException($"{path} is a SQLite database of something else. Name a file of its own for the journal.");
        return false;
    }

    /// <summary>Takes the steps that a journal of an older version lacks. Its owner does so.</summary>
    public static void Upgrade(Database database, string[] steps)
    {
        for (var version = database.Number("PRAGMA user_version"); version < steps.Length; version++)
        {
            var next = version + 1;
            database.Write(() =>
            {
                database.Execute($"{steps[next - 1]}; PRAGMA user_version = {next}");
                return 0;
            });
        }
    }
}
