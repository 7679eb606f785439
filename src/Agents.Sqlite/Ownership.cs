using System.Globalization;
using Agents.Journals;

namespace Agents.Sqlite;

/// <summary>
/// Who may write. The table says it: an epoch, which each new owner increments and each transaction compares, so that nothing is
/// stored for an earlier one; and a beat, which a living owner moves. The lock of the operating system tells at once that an
/// owner's process has ended. An owner that hangs keeps the lock, and is replaced when its beat has not moved for the lease's time,
/// by the watcher's own clock that counts what has passed. Its successor then has no lock (<c>locked</c> = 0) until it is free,
/// and is not replaced just because another got it.
/// </summary>
internal sealed class Ownership(Database database, string path, SqliteJournalOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private readonly string self = string.Create(
        CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}, since {time.GetUtcNow():u}");
    private FileStream? held;
    private long epoch;
    private string? successor;

    /// <summary>Waits until the file is this host's.</summary>
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        var (seen, seenAt) = (Row(), begin);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                held ??= FileLock.TryTake(path);
                var row = Row();
                if ((row.Epoch, row.Beat) != (seen.Epoch, seen.Beat))
                    (seen, seenAt) = (row, time.GetTimestamp());
                var free = row.Holder.Length == 0 || (held is not null && row.Locked) || time.GetElapsedTime(seenAt) >= options.LeaseTime;
                if (free && TryTake(row))
                    return;
                if (time.GetElapsedTime(begin) >= options.LeaseWait)
                    throw new JournalOwnedException(path, row.Holder, options.LeaseWait);
                await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Within a transaction: throws unless the file is still this host's.</summary>
    public void Check()
    {
        if (successor is null && Row() is var row && row.Epoch != epoch)
        {
            successor = row.Holder.Length > 0 ? row.Holder : "nobody, and was another's";
            // The lock is of no use any more, and the new owner waits for it.
            Dispose();
        }
        if (successor is not null)
            throw new JournalOwnershipLostException(path, successor);
    }

    /// <summary>Shows a sign of life.</summary>
    public void Beat()
    {
        // One that has been replaced leaves the lock to its successor.
        if (successor is null)
            held ??= FileLock.TryTake(path);
        database.Write(() =>
        {
            Check();
            database["UPDATE owner SET beat = beat + 1, locked = ?1"].Bind(1, held is null ? 0 : 1).Run();
            return 0;
        });
    }

    /// <summary>Gives the file up, if it is still this host's.</summary>
    public void Release() => database.Write(() =>
    {
        database["UPDATE owner SET holder = '', locked = 0 WHERE epoch = ?1"].Bind(1, epoch).Run();
        return 0;
    });

    public void Dispose()
    {
        held?.Dispose();
        held = null;
    }

    private bool TryTake(OwnerRow expected) => database.Write(() =>
    {
        var row = Row();
        if (row != expected)
            return false;
        epoch = row.Epoch + 1;
        database["UPDATE owner SET epoch = ?1, holder = ?2, locked = ?3, beat = beat + 1"]
            .Bind(1, epoch).Bind(2, self).Bind(3, held is null ? 0 : 1).Run();
        return true;
    });

    private OwnerRow Row()
    {
        var statement = database["SELECT epoch, holder, locked, beat FROM owner"];
        try
        {
            return statement.Step()
                ? new(statement.Number(0), statement.Text(1), statement.Number(2) != 0, statement.Number(3))
                : throw new JournalException($"{path} is damaged: it does not say who owns it.");
        }
        finally
        {
            statement.Reset();
        }
    }

    private readonly record struct OwnerRow(long Epoch, string Holder, bool Locked, long Beat);
}
