using Agents.Journals;
using Microsoft.Extensions.Time.Testing;
using static Agents.Sqlite.Tests.JournalFile;

namespace Agents.Sqlite.Tests;

public sealed class OwnershipTests : IDisposable
{
    private readonly JournalFile file = new();
    private readonly FakeTimeProvider time = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_living_owner_is_not_replaced_and_is_named()
    {
        await using var owner = await file.OpenAsync(time: time);
        await using var other = new SqliteJournal(file.Connection, null, time);
        var refused = await Assert.ThrowsAsync<JournalOwnedException>(() => Passing(other.OpenAsync().AsTask(), time));
        Assert.Contains($"process {Environment.ProcessId}", refused.Holder, StringComparison.Ordinal);
        await owner.AppendAsync(new[] { Event(1, 1) });
    }

    [Fact]
    public async Task One_that_lets_go_is_followed_at_once()
    {
        var owner = await file.OpenAsync(time: time);
        await owner.DisposeAsync();
        await using var next = new SqliteJournal(file.Connection, null, time);
        Assert.True(next.OpenAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task One_that_hangs_is_replaced_and_stores_nothing_afterwards()
    {
        // Its clock stands still, so its beat does.
        await using var hung = await file.OpenAsync(time: new FakeTimeProvider());
        await hung.AppendAsync(new[] { Event(1, 1) });
        await using var next = new SqliteJournal(file.Connection, null, time);
        var begin = time.GetUtcNow();
        await Passing(next.OpenAsync().AsTask(), time);
        Assert.InRange(time.GetUtcNow() - begin, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(17));
        await Assert.ThrowsAsync<JournalOwnershipLostException>(async () => await hung.AppendAsync(new[] { Event(1, 2) }));
        await Assert.ThrowsAsync<JournalOwnershipLostException>(async () => await hung.PruneAsync(Noon, 0));
        await next.AppendAsync(new[] { Event(1, 2), Event(1, 3) });
        Assert.Equal("1 2 3", await ReadAsync(next, 1));

        // The lock is free now, and a third must not take that for the end of the second, which has not taken it yet.
        await using var third = new SqliteJournal(file.Connection, null, time);
        await Assert.ThrowsAsync<JournalOwnedException>(() => Passing(third.OpenAsync().AsTask(), time));
    }

    [Fact]
    public async Task The_owner_of_a_process_that_died_is_replaced_at_once()
    {
        await (await file.OpenAsync()).DisposeAsync();
        // What a killed process leaves: the row says it owns the file, and the lock is free.
        file.Execute("UPDATE owner SET epoch = 9, holder = 'process 1', locked = 1");
        await using var next = new SqliteJournal(file.Connection, null, time);
        Assert.True(next.OpenAsync().AsTask().IsCompletedSuccessfully);
    }

    private static async Task Passing(Task opening, FakeTimeProvider time)
    {
        while (!opening.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        await opening;
    }
}
