using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Agents.Benchmarks.Durable;

/// <summary>What anybody would write first: rows are queued, one writer stores all that has gathered, and then tells who waits.</summary>
internal sealed class BareStore : IAsyncDisposable
{
    private readonly Channel<(byte[] Data, TaskCompletionSource Stored)> queue = Channel.CreateBounded<(byte[], TaskCompletionSource)>(4096);
    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private readonly Task writing;

    public BareStore(string path)
    {
        connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var prepare = connection.CreateCommand();
        prepare.CommandText =
            "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; " +
            "CREATE TABLE events(seq INTEGER PRIMARY KEY, data BLOB)";
        prepare.ExecuteNonQuery();
        insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO events(data) VALUES($data)";
        insert.Parameters.Add("$data", SqliteType.Blob);
        insert.Prepare();
        writing = Task.Run(WriteAsync);
    }

    public async Task InsertAsync(byte[] data)
    {
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await queue.Writer.WriteAsync((data, stored));
        await stored.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.Complete();
        await writing;
        await insert.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var done = new List<TaskCompletionSource>();
        while (await queue.Reader.WaitToReadAsync())
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            while (queue.Reader.TryRead(out var row))
            {
                insert.Parameters[0].Value = row.Data;
                insert.ExecuteNonQuery();
                done.Add(row.Stored);
            }

            transaction.Commit();
            foreach (var stored in done)
                stored.TrySetResult();
            done.Clear();
        }
    }
}
