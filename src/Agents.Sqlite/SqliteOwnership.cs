using System.Diagnostics;
using System.Globalization;
using Agents.Journals;
using Microsoft.Data.Sqlite;

namespace Agents.Sqlite;

/// <summary>
/// Who may write: one host at a time. An owner holds a lock of the system on a file beside the database, which is free as soon as its
/// process ends, and counts a beat in the database while it lives; who sees no beat for a lease takes the place of one that hangs. Each
/// owner has an epoch, the next number, which every commit is checked against: nothing is stored for a former one.
/// </summary>
internal sealed class SqliteOwnership(string database, SqliteJournalOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private FileStream? fileLock;

    public long Epoch { get; private set; }

    private static string Self => string.Create(
        CultureInfo.InvariantCulture,
        $"process {Environment.ProcessId} of {Environment.MachineName} ({Process.GetCurrentProcess().ProcessName})");

    /// <summary>Takes the ownership, as soon as it is free or its owner gives no sign of life.</summary>
    /// <exception cref="JournalOwnedException">The owner lives, and does not let go in time.</exception>
    public async ValueTask TakeAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var seen = Read(connection);
        var seenAt = began;
        while (!TryLock())
        {
            var (epoch, beat, holder) = Read(connection);
            if ((epoch, beat) != (seen.Epoch, seen.Beat))
                (seen, seenAt) = ((epoch, beat, holder), time.GetTimestamp());
            else if (time.GetElapsedTime(seenAt) >= options.LeaseTime)
                break;
            var waited = time.GetElapsedTime(began);
            if (waited >= options.LeaseWait)
                throw new JournalOwnedException(database, holder, options.LeaseWait);
            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(true);
        }

        Epoch = Read(connection).Epoch + 1;
        using var take = connection.Prepare("UPDATE owner SET epoch = $1, beat = 0, holder = $2 WHERE epoch = $1 - 1", 2);
        if (take.With(Epoch, Self).ExecuteNonQuery() == 0)
            throw new JournalOwnedException(database, Read(connection).Holder, time.GetElapsedTime(began));
    }

    /// <summary>Gives a sign of life.</summary>
    public void Beat(SqliteConnection connection)
    {
        using var beat = connection.Prepare("UPDATE owner SET beat = beat + 1 WHERE epoch = $1", 1);
        beat.With(Epoch).ExecuteNonQuery();
    }

    /// <summary>Within a transaction: makes sure that nobody else has become the owner.</summary>
    /// <exception cref="JournalOwnershipLostException">Somebody has.</exception>
    public void Check(SqliteCommand readEpoch, SqliteConnection connection)
    {
        if ((long)readEpoch.ExecuteScalar()! != Epoch)
            throw new JournalOwnershipLostException(database, Read(connection).Holder);
    }

    public void Dispose() => fileLock?.Dispose();

    private static (long Epoch, long Beat, string Holder) Read(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT epoch, beat, holder FROM owner";
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2));
    }

    private bool TryLock()
    {
        try
        {
            fileLock = new FileStream(database + "-owner", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            return true;
        }
        catch (IOException)
        {
            // Another has it.
            return false;
        }
    }
}
