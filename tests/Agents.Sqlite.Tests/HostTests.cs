using Agents.Journals;
using Agents.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agents.Sqlite.Tests;

/// <summary>Whole hosts on a file, and what may happen to the file and to the clock.</summary>
public sealed class HostTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly JournalFile file = new();
    private readonly JumpingTime time = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task A_full_disk_fails_no_run()
    {
        var log = new FailureLog();
        var journal = new SqliteJournal(file.Connection);
        var run = default(RunId);
        await using (var host = Create(log, agents => agents.UseJournal(_ => journal)))
        {
            var client = host.GetRequiredService<LetterClient>();
            await client.StartAsync(0);
            journal.OnWriter("PRAGMA max_page_count = 40");
            var started = client.StartAsync(30).AsTask();
            await log.Failed.WaitAsync(Soon);
            Assert.Contains("full", log.Text, StringComparison.Ordinal);
            journal.OnWriter("PRAGMA max_page_count = 100000");
            var letter = await started.WaitAsync(Soon);
            Assert.Equal(30, await AnswerAsync(letter));
            run = letter.Id;
        }

        await ExpectWholeAsync(run, 30);
    }

    [Fact]
    public async Task A_file_that_another_has_locked_keeps_runs_waiting_and_fails_none()
    {
        var log = new FailureLog();
        var run = default(RunId);
        await using (var host = Create(log, agents => agents.UseSqlite(file.Connection, static options => options.BusyTimeout = TimeSpan.Zero)))
        {
            var client = host.GetRequiredService<LetterClient>();
            await client.StartAsync(0);
            await using var connection = new SqliteConnection(file.Connection + ";Pooling=False");
            connection.Open();
            Task<LetterRun> started;
            await using (var locked = connection.BeginTransaction(deferred: false))
            {
                started = client.StartAsync(3).AsTask();
                await log.Failed.WaitAsync(Soon);
                Assert.False(started.IsCompleted);
            }

            var letter = await started.WaitAsync(Soon);
            Assert.Equal(3, await AnswerAsync(letter));
            run = letter.Id;
        }

        await ExpectWholeAsync(run, 3);
    }

    [Fact]
    public async Task A_clock_that_jumps_neither_stops_a_run_nor_turns_its_times_back()
    {
        RunId run;
        await using (var host = Create(null, agents => agents.UseSqlite(file.Connection)))
        {
            var letter = await host.GetRequiredService<LetterClient>().StartAsync(2, new RunOptions { Key = "jump" });
            run = letter.Id;
            await foreach (var _ in letter.Reader.ReadAsync())
                break;
            time.Offset = TimeSpan.FromDays(-400);
        }

        // Before the start of the run, by the clock.
        await using (var host = Create(null, agents => agents.UseSqlite(file.Connection)))
        {
            var letter = (await host.GetRequiredService<LetterClient>().GetRunAsync(run))!;
            time.Offset = TimeSpan.FromDays(400);
            await host.GetRequiredService<LetterClient>().StartAsync(0);
            time.Offset = TimeSpan.FromDays(-30);
            Assert.Equal(2, await AnswerAsync(letter));
            var last = DateTimeOffset.MinValue;
            await foreach (var logged in letter.ReadEventsAsync())
            {
                Assert.True(logged.Timestamp >= last);
                last = logged.Timestamp;
            }
        }

        await ExpectWholeAsync(run, 2, attempts: 2);
    }

    [Fact]
    public async Task A_second_host_is_told_who_has_the_file_and_goes_on_when_it_is_free()
    {
        await using var second = Create(null, agents => agents.UseSqlite(file.Connection, static options => options.LeaseWait = Soon));
        Task starting;
        RunId run;
        await using (var first = Create(null, agents => agents.UseSqlite(file.Connection)))
        {
            var letter = await first.GetRequiredService<LetterClient>().StartAsync(1);
            run = letter.Id;
            await foreach (var _ in letter.Reader.ReadAsync())
                break;
            await using var third = Create(null, agents => agents.UseSqlite(file.Connection, static options => options.LeaseWait = TimeSpan.Zero));
            var refused = await Assert.ThrowsAsync<JournalOwnedException>(() => StartAsync(third));
            Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
            starting = StartAsync(second);
        }

        await starting.WaitAsync(Soon);
        Assert.Equal(1, await AnswerAsync((await second.GetRequiredService<LetterClient>().GetRunAsync(run))!));
    }

    private static async Task StartAsync(ServiceProvider host)
    {
        foreach (var service in host.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
    }

    private static async Task<int> AnswerAsync(LetterRun letter)
    {
        await foreach (var request in letter.Reader.ReadAsync())
        {
            await letter.Reader.AnswerAsync(request, true);
            break;
        }

        return await letter.GetResultAsync().WaitAsync(Soon);
    }

    private async Task ExpectWholeAsync(RunId run, int pages, int attempts = 1)
    {
        await using var host = Create(null, agents => agents.UseSqlite(file.Connection));
        var letter = (await host.GetRequiredService<LetterClient>().GetRunAsync(run))!;
        await RunInvariants.CheckAsync(letter);
        var chunks = new List<Chunk<string>>();
        await foreach (var chunk in letter.Write.StreamAllAsync())
            chunks.Add(chunk);
        Assert.Equal(pages * attempts, chunks.Count);
        Assert.All(chunks, static chunk => Assert.Equal(Letter.PageSize, chunk.Value.Length));
    }

    private ServiceProvider Create(FailureLog? log, Action<AgentsBuilder> journal)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddLogging(logging => logging.AddProvider(log ?? new FailureLog()));
        var builder = services.AddAgents().AddLetter();
        journal(builder);
        return services.BuildServiceProvider();
    }

    /// <summary>The machine's time, moved.</summary>
    private sealed class JumpingTime : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;
    }

    /// <summary>Tells when the journal has failed.</summary>
    private sealed class FailureLog : ILoggerProvider, ILogger
    {
        private readonly TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Failed => failed.Task;

        public string Text { get; private set; } = "";

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Warning)
                return;
            Text = $"{formatter(state, exception)} {exception?.Message}";
            failed.TrySetResult();
        }

        public void Dispose()
        {
        }
    }
}
