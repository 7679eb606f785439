using System.Runtime.CompilerServices;
using Agents.Journals;

namespace Agents.Testing.Tests;

public sealed class ConformanceTests
{
    private const string Model = "Whatever is done, it holds what a model holds";

    public static TheoryData<string> Checks => [.. JournalConformance.Checks];

    public static TheoryData<Flaw> Flaws => [.. Enum.GetValues<Flaw>()];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task The_journal_in_memory_keeps_what_it_promises(string check)
    {
        var store = new InMemoryStore();
        await JournalConformance.CheckAsync(check, () => new InMemoryJournal(store));
    }

    [Fact]
    public async Task The_journal_in_memory_agrees_with_the_model()
    {
        for (var seed = 1; seed <= 60; seed++)
        {
            var store = new InMemoryStore();
            await JournalConformance.CheckAsync(Model, () => new InMemoryJournal(store), seed);
        }
    }

    [Theory]
    [MemberData(nameof(Flaws))]
    public async Task A_journal_with_a_flaw_is_found_out(Flaw flaw)
    {
        var failed = new List<string>();
        foreach (var check in JournalConformance.Checks)
        {
            var store = new InMemoryStore();
            try
            {
                await JournalConformance.CheckAsync(check, () => new FlawedJournal(store, flaw), seed: 3);
            }
            catch (AgentAssertionException exception)
            {
                Assert.Contains(check, exception.Message, StringComparison.Ordinal);
                failed.Add(check);
            }
            catch (Exception exception) when (exception is ArgumentException or JournalException)
            {
                // What it has broken itself may well stop it.
                failed.Add(check);
            }
        }

        Assert.True(failed.Count > 0, $"{flaw} passes all checks.");
    }

    [Fact]
    public async Task A_check_that_is_not_there_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => JournalConformance.CheckAsync("no such", () => new InMemoryJournal(new InMemoryStore())));

    /// <summary>What may be wrong with a journal.</summary>
    public enum Flaw
    {
        LosesLastOfBatch,
        StoresPartOfRefusedBatch,
        ReadsOneTooFew,
        ReadsAllWhateverTheStart,
        CutsBytes,
        ForgetsOnClosing,
        ListsOldestFirst,
        IgnoresQuery,
        ForgetsChildrenOfUnfinished,
        RemovesRunsOneByOne,
        RemovesOneTooMany,
        ForgetsHowRunsEnded,
        IgnoresTokens,
        LetsTwoOwn,
        RefusesRepetition,
        HasNoDescription,
    }

    private sealed class FlawedJournal(InMemoryStore store, Flaw flaw) : RunJournal
    {
        private InMemoryJournal inner = new(store);
        private readonly HashSet<(RunId, long)> stored = [];

        public override string Description => flaw is Flaw.HasNoDescription ? "" : inner.Description;

        public override ValueTask OpenAsync(CancellationToken cancellationToken = default) => inner.OpenAsync(cancellationToken);

        public override async ValueTask AppendAsync(ReadOnlyMemory<JournalEvent> batch, CancellationToken cancellationToken = default)
        {
            if (flaw is Flaw.IgnoresTokens)
                cancellationToken = default;
            if (flaw is Flaw.LetsTwoOwn)
                await (inner = new InMemoryJournal(store)).OpenAsync(cancellationToken);
            if (flaw is Flaw.RefusesRepetition && !batch.ToArray().All(one => stored.Add((one.Run, one.Position))))
                throw new ArgumentException("Known already.", nameof(batch));
            if (flaw is Flaw.StoresPartOfRefusedBatch)
            {
                foreach (var one in batch.ToArray())
                    await inner.AppendAsync(new[] { one }, cancellationToken);
                return;
            }

            if (flaw is Flaw.LosesLastOfBatch && batch.Length > 3)
                batch = batch[..^1];
            if (flaw is Flaw.CutsBytes)
                batch = batch.ToArray().Select(static one => one with { Data = one.Data.Length > 60_000 ? one.Data[..60_000] : one.Data }).ToArray();
            await inner.AppendAsync(batch, cancellationToken);
        }

        public override async IAsyncEnumerable<JournalEvent> ReadAsync(
            RunId run, long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var one in inner.ReadAsync(run, flaw is Flaw.ReadsOneTooFew ? after + 1 : flaw is Flaw.ReadsAllWhateverTheStart ? 0 : after, cancellationToken))
                yield return one;
        }

        public override async ValueTask<JournalRun?> FindAsync(RunId run, CancellationToken cancellationToken = default)
        {
            var found = await inner.FindAsync(run, cancellationToken);
            return flaw is Flaw.ForgetsHowRunsEnded && found?.End is not null ? found with { End = new JournalEnd(RunStatus.Completed, found.End.EndedAt) } : found;
        }

        public override async IAsyncEnumerable<JournalRun> ListUnfinishedAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var run in inner.ListUnfinishedAsync(cancellationToken))
            {
                if (flaw is not Flaw.ForgetsChildrenOfUnfinished || run.End is null)
                    yield return run;
            }
        }

        public override IAsyncEnumerable<JournalRun> ListAsync(JournalQuery query, CancellationToken cancellationToken = default) => flaw switch
        {
            Flaw.ListsOldestFirst => inner.ListAsync(query, cancellationToken).Reverse(),
            Flaw.IgnoresQuery => inner.ListAsync(new JournalQuery { Agent = query.Agent }, cancellationToken),
            _ => inner.ListAsync(query, cancellationToken),
        };

        public override async ValueTask<int> PruneAsync(DateTimeOffset finishedBefore, int keep, CancellationToken cancellationToken = default)
        {
            if (flaw is Flaw.RemovesOneTooMany && keep is > 0 and < int.MaxValue)
                keep--;
            if (flaw is Flaw.RemovesRunsOneByOne && keep == int.MaxValue)
                return await inner.PruneAsync(finishedBefore.AddMinutes(finishedBefore.Year < 9999 ? 2 : 0), keep, cancellationToken);
            return await inner.PruneAsync(finishedBefore, keep, cancellationToken);
        }

        public override ValueTask DisposeAsync()
        {
            if (flaw is Flaw.ForgetsOnClosing)
                return new ValueTask(inner.PruneAsync(DateTimeOffset.MaxValue, 0).AsTask());
            return inner.DisposeAsync();
        }
    }
}
