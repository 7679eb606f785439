using Agents.Journals;
using static Agents.Testing.JournalTrial;

namespace Agents.Testing;

/// <summary>Does whatever comes to mind to a journal, and to a model that only has to be right; looks at both after each step.</summary>
internal sealed class JournalModelCheck
{
    private const int Steps = 150;
    private readonly JournalTrial trial;
    private readonly Random random;
    private readonly Dictionary<int, ModelRun> model = [];
    private RunJournal journal = null!;
    private JournalEvent[] last = [];
    private int runs;
    private int minutes;

    private JournalModelCheck(JournalTrial trial)
    {
        this.trial = trial;
        random = new Random(trial.Seed);
    }

    public static async Task AgreesWithModelAsync(JournalTrial trial)
    {
        var check = new JournalModelCheck(trial) { journal = await trial.OpenAsync().ConfigureAwait(false) };
        for (var step = 0; step < Steps; step++)
        {
            await check.StepAsync().ConfigureAwait(false);
            await check.CompareAsync(isThorough: step % 25 == 0 || step == Steps - 1).ConfigureAwait(false);
        }
    }

    private Task StepAsync() => random.Next(20) switch
    {
        < 13 => AppendAsync(),
        13 or 14 => RepeatAsync(),
        15 or 16 => MisfitAsync(),
        17 => PruneAsync(),
        _ => ReopenAsync(),
    };

    private async Task AppendAsync()
    {
        last = MakeBatch();
        await journal.AppendAsync(last).ConfigureAwait(false);
        foreach (var stored in last)
            Store(stored);
    }

    private async Task RepeatAsync()
    {
        // What was removed since then would be refused, or begin anew.
        if (last.All(stored => model.ContainsKey(NumberOf(stored.Run))))
            await journal.AppendAsync(last).ConfigureAwait(false);
    }

    private async Task MisfitAsync()
    {
        var batch = MakeBatch(random.Next(5)).ToList();
        var number = model.Count > 0 ? model.Keys.ElementAt(random.Next(model.Count)) : ++runs;
        var count = model.GetValueOrDefault(number)?.Events.Count ?? 0;
        batch.RemoveAll(stored => NumberOf(stored.Run) == number);
        batch.Insert(random.Next(batch.Count + 1), Event(number, count + 2 + random.Next(3)));
        await trial.ExpectThrowsAsync<ArgumentException>(() => journal.AppendAsync(batch.ToArray()), "a gap").ConfigureAwait(false);
    }

    private async Task PruneAsync()
    {
        var (before, keep) = random.Next(2) == 0
            ? (Noon.AddMinutes(Math.Max(minutes - random.Next(40), 0)), int.MaxValue)
            : (DateTimeOffset.MinValue, random.Next(6));
        await JournalListChecks.PruneAsync(journal, before, keep).ConfigureAwait(false);
        var finished = model.Values.GroupBy(static run => run.Start.Root)
            .Where(static tree => tree.All(static run => run.End is not null))
            .OrderByDescending(static tree => tree.Max(static run => run.End!.EndedAt))
            .ToArray();
        foreach (var run in finished.Where((tree, index) => index >= keep || tree.Max(static run => run.End!.EndedAt) < before).SelectMany(static tree => tree))
            model.Remove(NumberOf(run.Id));
    }

    private async Task ReopenAsync()
    {
        await trial.CloseAsync(journal).ConfigureAwait(false);
        journal = await trial.OpenAsync().ConfigureAwait(false);
    }

    private async Task CompareAsync(bool isThorough)
    {
        var sorted = model.Values.OrderBy(static run => run.Start.StartedAt).ToArray();
        var unfinished = sorted.Where(static run => run.End is null).Select(static run => run.Start.Root).ToHashSet();
        Compare(sorted.Where(run => unfinished.Contains(run.Start.Root)), await ToListAsync(journal.ListUnfinishedAsync()).ConfigureAwait(false), "what has not finished");
        Compare(sorted.Reverse(), await ToListAsync(journal.ListAsync(new JournalQuery())).ConfigureAwait(false), "all runs");
        foreach (var (number, run) in model)
        {
            if (isThorough || last.Any(stored => stored.Run == run.Id))
                await trial.ExpectAsync(journal, number, run.Events).ConfigureAwait(false);
        }
    }

    private void Compare(IEnumerable<ModelRun> expected, List<JournalRun> actual, string what)
    {
        var runsOfModel = expected.Select(static run => new JournalRun(run.Id, run.Start, run.End)).ToArray();
        trial.ExpectEqual(runsOfModel.Length, actual.Count, $"the number of {what}");
        for (var index = 0; index < runsOfModel.Length; index++)
            trial.ExpectEqual(runsOfModel[index], actual[index], what);
    }

    /// <summary>Events of several runs, mixed: new ones, children, ends.</summary>
    private JournalEvent[] MakeBatch(int? size = null)
    {
        var batch = new List<JournalEvent>();
        var made = new Dictionary<int, (long Position, bool HasEnded)>();
        var known = model.Where(static run => run.Value.End is null).Select(static run => run.Key).ToList();
        for (var count = size ?? 1 + random.Next(25); count > 0; count--)
        {
            minutes++;
            if (known.Count == 0 || random.Next(5) == 0)
            {
                var root = known.Count > 0 && random.Next(2) == 0 ? RootOf(known[random.Next(known.Count)]) : (int?)null;
                batch.Add(Event(++runs, 1, root, minute: minutes, agent: $"Agent{random.Next(3)}"));
                known.Add(runs);
                made[runs] = (1, false);
                continue;
            }

            var number = known[random.Next(known.Count)];
            var position = (made.TryGetValue(number, out var before) ? before.Position : model[number].Events.Count) + 1;
            var end = random.Next(8) == 0 ? (RunStatus?)random.Next((int)RunStatus.Running + 1, (int)RunStatus.Running + 4) : null;
            batch.Add(Event(number, position, end: end, minute: minutes, size: random.Next(4) == 0 ? random.Next(5_000) : random.Next(60)));
            made[number] = (position, end is not null);
            if (end is not null)
                known.Remove(number);
        }

        return [.. batch];

        int RootOf(int number) => NumberOf(model.TryGetValue(number, out var run) ? run.Start.Root : batch.First(stored => stored.Run == Id(number)).Start!.Root);
    }

    private void Store(in JournalEvent stored)
    {
        var number = NumberOf(stored.Run);
        if (stored.Start is { } start)
            model.Add(number, new ModelRun(stored.Run, start));
        model[number].Events.Add(stored);
        model[number].End = stored.End;
    }

    private sealed class ModelRun(RunId id, JournalStart start)
    {
        public RunId Id => id;

        public JournalStart Start => start;

        public JournalEnd? End { get; set; }

        public List<JournalEvent> Events { get; } = [];
    }
}
