using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Agents.Sqlite;

public sealed partial class SqliteJournal
{
    private readonly ConcurrentBag<Database> pool = [];

    /// <summary>Reads with a connection that nobody else has meanwhile.</summary>
    private T Read<T>(Func<Database, T> work)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (!pool.TryTake(out var database))
            database = OpenPooled();
        var sound = false;
        try
        {
            var result = work(database);
            sound = true;
            return result;
        }
        finally
        {
            if (sound && !disposed)
                pool.Add(database);
            else
                database.Dispose();
            if (disposed)
                ClosePool();
        }
    }

    private Database OpenPooled()
    {
        var text = new SqliteConnectionStringBuilder(connection.ConnectionString)
        {
            Mode = reader ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite,
        };
        var database = new Database(text.ConnectionString, options.BusyTimeout);
        database.Execute("PRAGMA query_only = ON");
        return database;
    }

    private void ClosePool()
    {
        while (pool.TryTake(out var database))
            database.Dispose();
    }
}
