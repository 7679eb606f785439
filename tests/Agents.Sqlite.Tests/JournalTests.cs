using Agents.Journals;
using static Agents.Sqlite.Tests.JournalFile;

namespace Agents.Sqlite.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly JournalFile file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Events_of_many_runs_are_read_back_by_the_next_host()
    {
        await using (var journal = await file.OpenAsync())
        {
            await journal.AppendAsync(new[] { Event(1, 1), Event(2, 1), Event(1, 2), Event(2, 2) });
            await journal.AppendAsync(new[] { Event(1, 3), Event(1, 4, end: true, minute: 3) });
        }
        await using var next = await file.OpenAsync();
        Assert.Equal("1 2 3 4", await ReadAsync(next, 1));
        Assert.Equal("2 3 4", await ReadAsync(next, 1, after: 1));
        Assert.Equal("1 2", await ReadAsync(next, 2));
        Assert.Equal("", await ReadAsync(next, 3));
        Assert.Equal(new(RunStatus.Completed, Noon.AddMinutes(3)), (await next.FindAsync(Id(1)))!.End);
        Assert.Equal(RunStatus.Running, (await next.FindAsync(Id(2)))!.Status);
        Assert.Null(await next.FindAsync(Id(3)));
    }

    [Fact]
    public async Task A_stored_batch_is_accepted_again_and_one_that_does_not_fit_changes_nothing()
    {
        await using var journal = await file.OpenAsync();
        var batch = new[] { Event(1, 1), Event(1, 2), Event(2, 1), Event(2, 2, end: true) };
        await journal.AppendAsync(batch);
        await journal.AppendAsync(batch);
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync(new[] { Event(1, 3), Event(3, 2) }));
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync(new[] { Event(1, 4) }));
        await Assert.ThrowsAsync<ArgumentException>(async () => await journal.AppendAsync(new[] { Event(1, 3), Event(2, 3) }));
        Assert.Equal("1 2", await ReadAsync(journal, 1));
        await journal.AppendAsync(new[] { Event(1, 3) });
        await journal.AppendAsync(batch);
        Assert.Equal("1 2 3", await ReadAsync(journal, 1));
        Assert.Equal("1 2", await ReadAsync(journal, 2));
    }

    [Fact]
    public async Task Whole_trees_are_unfinished_and_whole_trees_are_removed()
    {
        await using var journal = await file.OpenAsync();
        await journal.AppendAsync(new[] { Event(1, 1), Event(2, 1, minute: 1), Event(3, 1, root: 1, minute: 2), Event(1, 2, end: true, minute: 3) });
        await journal.AppendAsync(new[] { Event(2, 2, end: true, minute: 4), Event(4, 1, minute: 4) });
        Assert.Equal("1 3 4", await Numbers(journal.ListUnfinishedAsync()));
        Assert.Equal("4 3 2 1", await Numbers(journal.ListAsync(new())));
        Assert.Equal("3 1", await Numbers(journal.ListAsync(new() { Root = Id(1) })));
        Assert.Equal("4 3", await Numbers(journal.ListAsync(new() { Status = RunStatus.Running, Agent = "Agent" })));
        Assert.Equal("2", await Numbers(journal.ListAsync(new() { StartedFrom = Noon.AddMinutes(1), StartedBefore = Noon.AddMinutes(2) })));
        Assert.Equal("4 2 1", await Numbers(journal.ListAsync(new() { RootsOnly = true })));

        Assert.Equal(0, await journal.PruneAsync(Noon.AddMinutes(4), int.MaxValue));
        await journal.AppendAsync(new[] { Event(3, 2, root: 1, end: true, minute: 9) });
        Assert.Equal(1, await journal.PruneAsync(Noon.AddMinutes(5), int.MaxValue));
        Assert.Equal("4 3 1", await Numbers(journal.ListAsync(new())));
        Assert.Equal(0, await journal.PruneAsync(DateTimeOffset.MinValue, 1));
        Assert.Equal(1, await journal.PruneAsync(DateTimeOffset.MinValue, 0));
        Assert.Equal("4", await Numbers(journal.ListAsync(new())));
        Assert.Equal("", await ReadAsync(journal, 3));
    }

    [Fact]
    public async Task Readers_take_no_ownership_and_see_what_is_stored()
    {
        await using var journal = await file.OpenAsync();
        await using var reader = SqliteJournal.OpenReader(file.Connection);
        await reader.OpenAsync();
        var reading = Task.Run(async () =>
        {
            while (!(await ReadAsync(reader, 1)).EndsWith("300", StringComparison.Ordinal))
                await Task.Yield();
        });
        for (var position = 1; position <= 300; position++)
            await journal.AppendAsync(new[] { Event(1, position) });
        await reading.WaitAsync(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<JournalException>(async () => await reader.AppendAsync(new[] { Event(1, 301) }));
        await Assert.ThrowsAsync<JournalException>(async () => await reader.PruneAsync(Noon, 1));
    }
}
