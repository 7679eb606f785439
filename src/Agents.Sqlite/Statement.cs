using Agents.Journals;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Agents.Sqlite;

/// <summary>A prepared statement, used again and again by one thread at a time. Parameters and columns are given by number.</summary>
internal sealed class Statement(sqlite3 database, sqlite3_stmt statement) : IDisposable
{
    public Statement Bind(int parameter, long value) => Checked(raw.sqlite3_bind_int64(statement, parameter, value));

    public Statement Bind(int parameter, string value) => Checked(raw.sqlite3_bind_text(statement, parameter, value));

    public Statement Bind(int parameter, ReadOnlySpan<byte> value) => Checked(raw.sqlite3_bind_blob(statement, parameter, value));

    public Statement Bind(int parameter, RunId? value)
    {
        if (value is not { } run)
            return Checked(raw.sqlite3_bind_null(statement, parameter));
        Span<byte> bytes = stackalloc byte[16];
        run.TryWriteBytes(bytes);
        return Bind(parameter, bytes);
    }

    /// <summary>Goes to the next row; false behind the last, which makes the statement ready to be used again.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(statement);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }
        try
        {
            SqliteException.ThrowExceptionForRC(code, database);
        }
        finally
        {
            Reset();
        }
        throw new JournalException($"SQLite answered {code}.");
    }

    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Leaves the rows that are left. What went wrong has been thrown by <see cref="Step"/>.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(statement, column);

    public RunId Run(int column)
    {
        var bytes = Blob(column);
        return bytes.Length == 16
            ? new(
                System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
                System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]))
            : throw new JournalException($"The file is damaged: a run's id has {bytes.Length} bytes.");
    }

    public void Dispose() => statement.Dispose();

    private Statement Checked(int code)
    {
        SqliteException.ThrowExceptionForRC(code, database);
        return this;
    }
}
