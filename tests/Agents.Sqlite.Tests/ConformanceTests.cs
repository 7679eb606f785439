using Agents.Testing;

namespace Agents.Sqlite.Tests;

public sealed class ConformanceTests : IDisposable
{
    private readonly JournalFile file = new();

    public static TheoryData<string> Checks => [.. JournalConformance.Checks];

    public void Dispose() => file.Dispose();

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Keeps_what_it_promises(string check) => CheckAsync(check, file, seed: 1);

    [Fact]
    public async Task Agrees_with_the_model()
    {
        for (var seed = 2; seed <= 12; seed++)
        {
            using var another = new JournalFile();
            await CheckAsync(JournalConformance.Checks[^1], another, seed);
        }
    }

    private static Task CheckAsync(string check, JournalFile file, int seed)
    {
        var options = new SqliteJournalOptions { LeaseWait = TimeSpan.Zero, Synchronous = SqliteSynchronous.Normal };
        return JournalConformance.CheckAsync(check, () => new SqliteJournal(file.Connection, options), seed);
    }
}
