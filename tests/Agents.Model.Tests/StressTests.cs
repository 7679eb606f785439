using System.Collections.Concurrent;
using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Much at once, with real threads and nothing arranged: all must end, and nothing be left.</summary>
[Collection(nameof(StressTests))]
[CollectionDefinition(nameof(StressTests), DisableParallelization = true)]
public sealed class StressTests
{
    private const int Runs = 400;

    /// <summary>A tree: each node streams, emits to itself and to another, fails at times, and gives a result at the leaves.</summary>
    private static AgentDefinition<Robot, Job, int> Tree(int maxConcurrency = 0) => Write.Agent(
        maxConcurrency,
        Write.Node("left", GrowAsync, [0, 1], maxAttempts: 4),
        Write.Node("right", GrowAsync, [1, 0], maxAttempts: 4));

    private static async Task<int?> GrowAsync(Job job, NodeAttempt attempt)
    {
        var writer = attempt.GetWriter<int>();
        for (var index = 0; index < 20; index++)
        {
            await writer.WriteAsync(index, attempt.CancellationToken);
            if (index % 7 == job.Tag % 7)
                await Task.Yield();
            if (index == 10 && attempt.Attempt < 3 && job.Tag % 5 == 0)
                throw new InvalidOperationException("again");
        }

        if (job.Fuel == 0)
            return job.Tag;
        attempt.GetEdge<Job>(0).Emit(new Job(job.Fuel - 1, job.Tag + 1));
        attempt.GetEdge<Job>(1).Emit(new Job(job.Fuel - 1, job.Tag + 2));
        return null;
    }

    [Fact]
    public async Task Many_runs_with_many_subscribers_cancels_and_a_stop_in_the_middle_all_end()
    {
        var unobserved = new ConcurrentQueue<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> onUnobserved = (_, args) => unobserved.Enqueue(args.Exception);
        TaskScheduler.UnobservedTaskException += onUnobserved;
        try
        {
            await RunManyAsync();
            for (var count = 0; count < 3; count++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.Empty(unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= onUnobserved;
        }
    }

    private static async Task RunManyAsync()
    {
        await using var stage = Stage.Of(Tree(), null, static options =>
        {
            options.MaxConcurrency = 32;
            options.GraceTime = TimeSpan.FromMilliseconds(50);
        });
        var ended = new ConcurrentBag<RunStatus>();
        var refused = 0;
        var stop = Task.CompletedTask;
        await Parallel.ForAsync(0, Runs, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            if (number == Runs * 3 / 4)
                stop = stage.Host.StopAsync(CancellationToken.None);
            RunConnection<int> run;
            try
            {
                run = await stage.StartAsync(new Job(4, number));
            }
            catch (InvalidOperationException)
            {
                Interlocked.Increment(ref refused);
                return;
            }

            await WatchAsync(run, number).WaitAsync(Stage.Patience * 2, CancellationToken.None);
            ended.Add((await run.GetInfoAsync(CancellationToken.None)).Status);
        });
        await stop.WaitAsync(Stage.Patience);

        Assert.Equal(Runs, ended.Count + refused);
        Assert.DoesNotContain(RunStatus.Running, ended);
        Assert.Contains(RunStatus.Completed, ended);
        Assert.True(refused > 0, "A host that stops starts no runs.");
        await stage.Host.Gate.WhenIdleAsync().WaitAsync(Stage.Patience);
        Assert.Equal((0, 0), (stage.Host.Gate.InUse, stage.Host.Gate.Waiting));
    }

    /// <summary>Every kind of subscriber at once, some of which leave early; all others agree with the log.</summary>
    private static async Task WatchAsync(RunConnection<int> run, int number)
    {
        var left = run.GetStream<int>(0);
        var right = run.GetStream<int>(1);
        using var impatience = new CancellationTokenSource();
        var calls = 0;
        var completions = 0;
        await using var subscription = left.SubscribeAll(update =>
        {
            Interlocked.Increment(ref calls);
            if (update.IsComplete)
                completions++;
        });
        await using var leaving = right.Subscribe(async (StreamUpdate<int> _) => await Task.Yield());
        Task[] tasks =
        [
            Quietly(run.GetResultAsync(CancellationToken.None)),
            Quietly(run.WaitForEndAsync(CancellationToken.None)),
            Quietly(run.WaitForEndAsync(impatience.Token)),
            Quietly(left.StreamAsync().ToListAsync()),
            Quietly(right.StreamAsync(new StreamOptions { OnReset = StreamReset.Restart }).ToListAsync()),
            Quietly(left.StreamAsync(new InvocationId(run.Id, 5)).ToListAsync()),
            ItemsAsync(right),
            BreakAsync(left),
            CheckAllAsync(run, left),
            number % 4 == 0 ? CancelAsync(run, number) : Task.CompletedTask,
        ];
        if (number % 3 == 0)
            await leaving.DisposeAsync();
        await impatience.CancelAsync();
        await Task.WhenAll(tasks);
        await subscription.Completion;
        Assert.Equal(1, completions);
        Assert.True(calls > 0);
    }

    private static async Task CheckAllAsync(RunConnection<int> run, NodeStream<int> stream)
    {
        var all = new List<Chunk<int>>();
        var read = Quietly(Collect());
        var events = await run.ReadEventsAsync(null, false).ToListAsync();
        await read;
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static position => (long)position), events.Select(static logged => logged.Position));
        Assert.Equal(
            events.OfType<RunEvent.Chunk>().Where(static chunk => chunk.Node == "left").Select(static chunk => chunk.Position),
            all.Select(static chunk => chunk.Position));

        async Task Collect()
        {
            await foreach (var chunk in stream.StreamAllAsync())
                all.Add(chunk);
        }
    }

    private static async Task ItemsAsync(NodeStream<int> stream)
    {
        var items = await stream.StreamAsync().ReadItemsAsync().ToListAsync();
        Assert.Equal(1, items.Count(static item => item.Kind is StreamItemKind.End));
        Assert.Equal(StreamItemKind.End, items[^1].Kind);
    }

    private static async Task BreakAsync(NodeStream<int> stream)
    {
        await foreach (var item in stream.StreamAsync().ReadItemsAsync())
        {
            if (item.Index == 3)
                break;
        }
    }

    private static async Task CancelAsync(RunConnection run, int number)
    {
        var count = 0;
        await foreach (var _ in run.ReadEventsAsync(null, false))
        {
            if (++count == number)
                await run.CancelAsync("enough", CancellationToken.None);
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception) when (exception is AgentException or OperationCanceledException or ArgumentException)
        {
        }
    }

    [Fact]
    public async Task Finished_runs_that_nobody_holds_are_let_go()
    {
        const int Kept = 50;
        var runs = new List<WeakReference>();
        await using var stage = Stage.Of(Tree(), null, static options => options.Retention.MaxFinishedRuns = Kept);
        for (var round = 0; round < 20; round++)
            await StartManyAsync();
        for (var count = 0; count < 3; count++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var alive = runs.Count(static run => run.IsAlive);
        Assert.True(alive <= Kept + 16, $"{alive} of {runs.Count} runs are kept instead of {Kept}.");
        Assert.Equal(Kept, await stage.Connection.ListRunsAsync(null).CountAsync(TestContext.Current.CancellationToken));

        async Task StartManyAsync()
        {
            var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
            {
                var run = await stage.StartAsync(new Job(1, number));
                await Quietly(run.WaitForEndAsync(CancellationToken.None));
                return stage.Host.Runs.Find(run.Id);
            }));
            foreach (var run in started)
            {
                if (run is not null)
                    runs.Add(new WeakReference(run));
            }
        }
    }

    /// <summary>Stops that come while runs start: each run is either refused or ended.</summary>
    [Fact]
    public async Task No_start_slips_past_a_stop()
    {
        for (var round = 0; round < 200; round++)
        {
            await using var stage = Stage.Of(Tree());
            var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var starts = Enumerable.Range(0, 4).Select(number => Task.Run(async () =>
            {
                await go.Task;
                try
                {
                    var run = await stage.StartAsync(new Job(2, number));
                    await Quietly(run.WaitForEndAsync(CancellationToken.None));
                }
                catch (InvalidOperationException)
                {
                }
            })).ToArray();
            var stop = Task.Run(async () =>
            {
                await go.Task;
                await stage.Host.StopAsync(new CancellationToken(round % 2 == 0));
            });
            go.SetResult();
            await Task.WhenAll([.. starts, stop]).WaitAsync(Stage.Patience);
        }
    }

    /// <summary>
    /// Cancels and timeouts that meet the very beginning of an attempt: a deaf one loses its slot whatever comes first.
    /// </summary>
    [Fact]
    public async Task Slots_come_back_whenever_a_cancel_comes()
    {
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Stage.Of(
            Write.Agent(Write.Node("deaf", async (_, _) =>
            {
                await released.Task;
                return 1;
            }, timeoutSeconds: 100)),
            null,
            static options => options.GraceTime = TimeSpan.FromMilliseconds(20));
        var runs = new List<RunConnection<int>>();
        for (var count = 0; count < 500; count++)
        {
            var run = await stage.StartAsync();
            runs.Add(run);
            await run.CancelAsync(null, CancellationToken.None);
        }

        await stage.Host.Gate.WhenIdleAsync().WaitAsync(Stage.Patience);
        SpinWait.SpinUntil(() => stage.Host.Gate.InUse == 0, Stage.Patience);
        Assert.Equal(0, stage.Host.Gate.InUse);
        released.SetResult();
        foreach (var run in runs)
            await Quietly(run.WaitForEndAsync(CancellationToken.None));
    }
}
