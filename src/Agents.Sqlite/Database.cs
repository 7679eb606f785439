using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Agents.Sqlite;

/// <summary>A connection with its prepared statements, used by one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Dictionary<string, Statement> statements = [];

    public Database(string connectionString, TimeSpan busyTimeout)
    {
        connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(Handle, (int)busyTimeout.TotalMilliseconds);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private sqlite3 Handle => connection.Handle!;

    /// <summary>A statement, prepared at its first use. Whoever does not step behind its last row resets it.</summary>
    public Statement this[string sql]
    {
        get
        {
            if (!statements.TryGetValue(sql, out var statement))
            {
                SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Handle, sql, out var prepared), Handle);
                statements.Add(sql, statement = new(Handle, prepared));
            }
            return statement;
        }
    }

    /// <summary>The number of the row that was inserted last.</summary>
    public long LastRow => raw.sqlite3_last_insert_rowid(Handle);

    /// <summary>Executes statements without parameters.</summary>
    public void Execute(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Handle, sql), Handle);

    /// <summary>The number in the first column of the first row.</summary>
    public long Number(string sql)
    {
        var statement = this[sql];
        var value = statement.Step() ? statement.Number(0) : 0;
        statement.Reset();
        return value;
    }

    /// <summary>Does all of it in one transaction that may write, or nothing if it throws.</summary>
    public T Write<T>(Func<T> work)
    {
        this["BEGIN IMMEDIATE"].Run();
        try
        {
            var result = work();
            this["COMMIT"].Run();
            return result;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Ends a transaction that failed. Some failures, a full disk for one, have done so already.</summary>
    public void RollBack()
    {
        if (raw.sqlite3_get_autocommit(Handle) == 0)
            this["ROLLBACK"].Run();
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        connection.Dispose();
    }
}
