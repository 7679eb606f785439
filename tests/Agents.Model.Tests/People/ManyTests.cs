using System.Diagnostics;
using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Much at once.</summary>
[Collection(nameof(StressTests))]
public sealed class ManyTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_hundred_thousand_runs_wait_at_once_without_threads_and_slots()
    {
        const int Runs = 100_000;
        await using var stage = Asking.Stage(
            async (job, attempt) => await attempt.Ask("may I?") + job.Tag,
            configure: static options =>
            {
                options.MaxConcurrency = 2;
                options.Retention.MaxFinishedRuns = Runs;
            });
        var watch = Stopwatch.StartNew();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var runs = new RunConnection<int>[Runs];
        for (var number = 0; number < Runs; number++)
            runs[number] = await stage.StartAsync(new Job(0, number));
        foreach (var run in runs)
            await run.OneAsync();
        stage.AllWait();
        var perRun = (GC.GetTotalMemory(forceFullCollection: true) - before) / Runs;
        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s to wait, {perRun} bytes per run, {ThreadPool.ThreadCount} threads.");
        Assert.InRange(perRun, 0, 4096);
        Assert.InRange(ThreadPool.ThreadCount, 0, 200);

        await Parallel.ForAsync(0, Runs, async (number, _) =>
            await runs[number].Approvals().AnswerAsync(new HumanRequestId(runs[number].Id, 1), 7, CancellationToken.None));
        for (var number = 0; number < Runs; number++)
            Assert.Equal(number + 7, await runs[number].ResultSoon());
        output.WriteLine($"{watch.Elapsed.TotalSeconds:0.0} s in all.");
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate is { InUse: 0, Waiting: 0 }, Stage.Patience));
    }

    /// <summary>
    /// Several questions, with answers, expiries, tokens and cancels all at random moments: each question ends once, the
    /// node learns that very end, and so does whoever answered.
    /// </summary>
    [Fact]
    public async Task Each_question_has_exactly_one_outcome_and_all_see_the_same()
    {
        var time = new VirtualTime();
        await using var stage = Asking.Stage(AskAllAsync, time, static options =>
        {
            options.MaxConcurrency = 3;
            options.Retry.MaxAttempts = 4;
        });
        var seeds = new Random(1);
        var outcomes = new Dictionary<string, int>();
        for (var round = 0; round < 3000; round++)
        {
            var seed = seeds.Next();
            var dice = new Random(seed);
            using var tokens = new Tokens();
            var run = await stage.StartAsync(new Job(0, seed), new RunOptions { Metadata = new Dictionary<string, string> { ["tokens"] = tokens.Name } });
            await run.AskedAsync();
            var accepted = new int[Questions + 1];
            var acts = Enumerable.Range(0, 8).Select(_ => (Act: dice.Next(8), Number: dice.Next(1, Questions + 1), Spins: dice.Next(500))).ToArray();
            await Task.WhenAll(acts.Select(it => Task.Run(async () =>
            {
                Thread.SpinWait(it.Spins);
                switch (it.Act)
                {
                    case 0:
                        time.Advance(TimeSpan.FromSeconds(1));
                        break;
                    case 1:
                        tokens.Cancel(it.Number);
                        break;
                    case 2 when dice.Next(4) == 0:
                        await run.CancelAsync(null, default);
                        break;
                    default:
                        var thrown = await Record.ExceptionAsync(
                            async () => await run.Approvals().AnswerAsync(new HumanRequestId(run.Id, it.Number), it.Spins));
                        if (thrown is null)
                            Interlocked.CompareExchange(ref accepted[it.Number], it.Spins + 1, 0);
                        else
                            Assert.True(thrown is HumanRequestClosedException or ArgumentException, thrown.ToString());
                        break;
                }
            })));
            // What is left is answered, as long as anything is asked.
            var left = run.Approvals().ReadAsync().GetAsyncEnumerator();
            while (await left.MoveNextAsync().AsTask().WaitAsync(Stage.Patience))
                await Record.ExceptionAsync(async () => await run.Approvals().AnswerAsync(left.Current, -1));
            await run.EndSoon();
            await CheckAsync(run, accepted, outcomes);
        }

        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate is { InUse: 0, Waiting: 0 }, Stage.Patience));
        output.WriteLine(string.Join(", ", outcomes.Select(static pair => $"{pair.Key} {pair.Value}")));
        Assert.All(["HumanAnswered", "HumanExpired", "HumanWithdrawn", "RunCanceled", "RunCompleted"], kind => Assert.Contains(kind, outcomes));
    }

    private const int Questions = 4;

    private static async Task<int?> AskAllAsync(Job job, NodeAttempt attempt)
    {
        var tokens = Tokens.Of(attempt.Metadata["tokens"]);
        var answers = await Task.WhenAll(Enumerable.Range(1, Questions).Select(async number =>
        {
            var options = new AskOptions<int> { Key = number % 2 == 0 ? $"{number}" : null, ExpiresAfter = TimeSpan.FromSeconds(number) };
            try
            {
                return await attempt.Ask($"{number}", number > 2 ? options with { DefaultAnswer = -2 } : options, tokens[number]);
            }
            catch (HumanInputExpiredException)
            {
                return -3;
            }
            catch (OperationCanceledException) when (tokens[number].IsCancellationRequested)
            {
                return -4;
            }
        }));
        if (attempt.Attempt <= job.Tag % 3)
            throw new InvalidOperationException("again");
        return answers.Sum();
    }

    private static async Task CheckAsync(RunConnection run, int[] accepted, Dictionary<string, int> outcomes)
    {
        var closed = new Dictionary<int, RunEvent>();
        var events = await run.EventsAsync();
        foreach (var it in events)
        {
            int? number = it switch
            {
                RunEvent.HumanAnswered answered => answered.Request.Number,
                RunEvent.HumanExpired expired => expired.Request.Number,
                RunEvent.HumanWithdrawn withdrawn => withdrawn.Request.Number,
                _ => null,
            };
            if (number is { } one)
                Assert.True(closed.TryAdd(one, it), $"Question {one} ended twice.");
            if (number is not null || it == events[^1])
                outcomes[it.GetType().Name] = outcomes.GetValueOrDefault(it.GetType().Name) + 1;
        }

        Assert.Equal(events.OfType<RunEvent.HumanAsked>().Count(), closed.Count);
        for (var number = 1; number <= Questions; number++)
        {
            if (accepted[number] > 0)
                Assert.IsType<RunEvent.HumanAnswered>(closed[number]);
        }
    }

    /// <summary>The tokens of a run's questions, found by the name in its metadata.</summary>
    private sealed class Tokens : IDisposable
    {
        private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Tokens> All = new();
        private readonly CancellationTokenSource[] sources = [.. Enumerable.Range(0, Questions + 1).Select(static _ => new CancellationTokenSource())];

        public Tokens() => All.TryAdd(Name, this);

        public string Name { get; } = Guid.NewGuid().ToString();

        public CancellationToken this[int number] => sources[number].Token;

        public static Tokens Of(string name) => All[name];

        public void Cancel(int number) => sources[number].Cancel();

        public void Dispose()
        {
            All.TryRemove(Name, out _);
            foreach (var source in sources)
                source.Dispose();
        }
    }
}
