using Agents.Journals;
using Microsoft.Data.Sqlite;
using static Agents.Sqlite.Tests.JournalFile;

namespace Agents.Sqlite.Tests;

public sealed class DamageTests : IDisposable
{
    private readonly JournalFile file = new();

    public void Dispose() => file.Dispose();

    [Theory]
    [InlineData("UPDATE segments SET data = CAST(x'00000000' || substr(data, 5) AS BLOB) WHERE first = 3")]
    [InlineData("UPDATE segments SET data = substr(data, 1, 9) WHERE first = 3")]
    [InlineData("DELETE FROM segments WHERE first = 3")]
    public async Task A_damaged_row_is_reported_with_its_position_and_other_runs_are_read(string damage)
    {
        await using (var journal = await file.OpenAsync())
        {
            await journal.AppendAsync(new[] { Event(1, 1), Event(1, 2) });
            await journal.AppendAsync(new[] { Event(1, 3), Event(1, 4) });
            await journal.AppendAsync(new[] { Event(1, 5), Event(2, 1) });
        }
        file.Execute(damage);
        await using var next = await file.OpenAsync();
        var read = new List<long>();
        var corrupt = await Assert.ThrowsAsync<JournalCorruptException>(async () =>
        {
            await foreach (var item in next.ReadAsync(Id(1)))
                read.Add(item.Position);
        });
        Assert.Equal(3, corrupt.Position);
        Assert.Equal([1, 2], read);
        Assert.Equal("1", await ReadAsync(next, 2));
    }

    [Fact]
    public async Task A_batch_that_a_locked_file_refuses_is_stored_later()
    {
        await using var journal = await file.OpenAsync(new() { BusyTimeout = TimeSpan.Zero });
        await using var connection = new SqliteConnection(file.Connection + ";Pooling=False");
        connection.Open();
        using (var locked = connection.BeginTransaction(deferred: false))
            await Assert.ThrowsAsync<SqliteException>(async () => await journal.AppendAsync(new[] { Event(1, 1) }));
        await journal.AppendAsync(new[] { Event(1, 1) });
        Assert.Equal("1", await ReadAsync(journal, 1));
    }

    [Fact]
    public async Task A_batch_that_a_full_disk_refuses_is_wholly_not_stored_and_stored_later()
    {
        await using var journal = await file.OpenAsync();
        journal.OnWriter("PRAGMA max_page_count = 20");
        var batch = new[] { Event(1, 1), Event(2, 1, size: 300_000) };
        await Assert.ThrowsAsync<SqliteException>(async () => await journal.AppendAsync(batch));
        Assert.Null(await journal.FindAsync(Id(1)));
        journal.OnWriter("PRAGMA max_page_count = 100000");
        await journal.AppendAsync(batch);
        Assert.Equal("1", await ReadAsync(journal, 2));
    }

    [Fact]
    public async Task What_was_stored_before_a_cut_of_the_log_is_there_and_whole()
    {
        using var copy = new JournalFile();
        await using var journal = await file.OpenAsync();
        for (var position = 1; position <= 12; position++)
            await journal.AppendAsync(new[] { Event(1, position), Event(2, position) });
        var (main, log) = (Bytes(file.Path), Bytes(file.Path + "-wal"));
        var previous = -1;
        for (var cut = 0; cut <= log.Length; cut += 9_973)
        {
            File.Delete(copy.Path + "-shm");
            await File.WriteAllBytesAsync(copy.Path, main);
            // Behind the cut is garbage, as a torn page leaves it.
            await File.WriteAllBytesAsync(copy.Path + "-wal", [.. log[..cut], .. Enumerable.Repeat((byte)0xA5, cut % 2 * 5_000)]);
            await using var next = await copy.OpenAsync();
            var (one, two) = (await ReadAsync(next, 1), await ReadAsync(next, 2));
            Assert.Equal(one, two);
            var count = one.Length == 0 ? 0 : one.Split(' ').Length;
            Assert.Equal(string.Join(' ', Enumerable.Range(1, count)), one);
            Assert.True(count >= previous);
            previous = count;
        }
        Assert.True(previous > 0);
    }

    [Theory]
    [InlineData(":memory:")]
    [InlineData("x.db;Mode=Memory")]
    [InlineData("x.db;Mode=ReadOnly")]
    [InlineData("/no/such/folder/x.db")]
    public async Task What_no_journal_can_be_in_is_refused(string source) =>
        await Assert.ThrowsAsync<JournalException>(async () => await new SqliteJournal($"Data Source={source}").OpenAsync());

    [Fact]
    public async Task A_file_of_something_else_and_a_newer_one_are_refused()
    {
        file.Execute("CREATE TABLE other(a)");
        await Assert.ThrowsAsync<JournalException>(() => file.OpenAsync());
        file.Execute("DROP TABLE other");
        await (await file.OpenAsync()).DisposeAsync();
        file.Execute("PRAGMA user_version = 99");
        Assert.Contains("99", (await Assert.ThrowsAsync<JournalException>(() => file.OpenAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_file_takes_the_steps_it_lacks()
    {
        await using (var old = await file.OpenAsync())
            await old.AppendAsync(new[] { Event(1, 1) });
        string[] steps = [.. Schema.Steps, "ALTER TABLE runs ADD COLUMN note TEXT", "UPDATE runs SET note = 'here'"];
        await using (var next = new SqliteJournal(file.Connection, null, null, steps, reader: false))
        {
            await next.OpenAsync();
            Assert.Equal("1", await ReadAsync(next, 1));
        }
        file.Execute("CREATE TABLE proof(note TEXT CHECK(note = 'here')); INSERT INTO proof SELECT note FROM runs");
    }

    private static byte[] Bytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
