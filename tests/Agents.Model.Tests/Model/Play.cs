using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Agents.Infrastructure;
using Agents.Runtime;

namespace Agents.Model.Tests;

/// <summary>Plays a scenario against the real runtime, and holds what is recorded and seen against the model.</summary>
internal sealed class Play
{
    public const string CancelReason = "the case says so";

    private readonly Scenario scenario;
    private readonly VirtualTime time = new();
    private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> hangs = Channel.CreateUnbounded<bool>();
    private readonly Seen[] readers;
    private readonly List<(int At, Action Do)> planned = [];
    private readonly List<Task> tasks = [];
    private readonly List<RunEvent> log = [];
    private AgentHost host = null!;
    private RunConnection run = null!;
    private Task<int>? result;

    private Play(Scenario scenario)
    {
        this.scenario = scenario;
        readers = [.. scenario.Readers.Select(static spec => new Seen(spec))];
    }

    public static async Task RunAsync(Scenario scenario)
    {
        var play = new Play(scenario);
        try
        {
            if (scenario.GivesResult)
                await play.RunAsync(static interpreter => interpreter.MakeWithResult(), static (play, run) => play.result = run.GetResultAsync(CancellationToken.None));
            else
                await play.RunAsync(static interpreter => interpreter.MakeWithoutResult(), static (_, _) => { });
        }
        catch (Exception exception)
        {
            throw new ModelException($"{exception}\n{play.Dump()}");
        }
        finally
        {
            play.released.TrySetResult();
        }
    }

    public static string Print(Scenario scenario) => JsonSerializer.Serialize(scenario);

    private async Task RunAsync<TResult>(
        Func<Interpreter, AgentDefinition<Robot, Job, TResult>> make, Action<Play, RunConnection<TResult>> onStarted)
    {
        var interpreter = new Interpreter(scenario, () => hangs.Writer.TryWrite(true), released.Task);
        await using var stage = Stage.Of(make(interpreter), time, options =>
        {
            options.MaxConcurrency = scenario.HostConcurrency;
            options.Retry.MaxAttempts = NodeSpec.HostAttempts;
            options.Retention.MaxAge = TimeSpan.FromDays(10);
        });
        host = stage.Host;
        var timeout = scenario.Trouble is Trouble.RunTimeout ? TimeSpan.FromHours(1) : (TimeSpan?)null;
        var connection = await stage.StartAsync(new Job(scenario.Fuel, 1), new RunOptions { Timeout = timeout });
        run = connection;
        onStarted(this, connection);
        var end = run.WaitForEndAsync(CancellationToken.None);
        foreach (var reader in readers)
            Plan(reader);
        if (scenario.Trouble is not (Trouble.None or Trouble.AttemptTimeout))
            planned.Add((scenario.TroubleAt, MakeTrouble));
        planned.Sort(static (left, right) => left.At.CompareTo(right.At));
        Track(Task.Run(HelpAsync));
        await EndAsync(Task.Run(WatchAsync)).WaitAsync(Stage.Patience);

        await end.ContinueWith(static _ => { }, TaskScheduler.Default);
        await CheckAsync(end);
        Views.Require(interpreter.Surprises == 0, "Attempts whose time is over neither write nor emit.");
        await CheckNothingIsLeftAsync();
    }

    private async Task EndAsync(Task watching)
    {
        await watching;
        hangs.Writer.TryComplete();
        for (var awaited = 0; ;)
        {
            // Those that help may have begun more.
            Task[] all;
            lock (tasks)
                all = [.. tasks];
            if (awaited == all.Length)
                break;
            await Task.WhenAll(all);
            awaited = all.Length;
        }

        released.TrySetResult();
        await host.Gate.WhenIdleAsync();
    }

    /// <summary>Reads the log as it grows, and does what is planned for each place.</summary>
    private async Task WatchAsync()
    {
        var done = 0;
        Do(0);
        await foreach (var logged in run.ReadEventsAsync(null, false))
        {
            lock (log)
                log.Add(logged);
            Do(log.Count);
        }

        Do(int.MaxValue);

        void Do(int count)
        {
            while (done < planned.Count && planned[done].At <= count)
                planned[done++].Do();
        }
    }

    /// <summary>Helps along whoever hangs.</summary>
    private async Task HelpAsync()
    {
        await foreach (var _ in hangs.Reader.ReadAllAsync())
        {
            if (scenario.Trouble is Trouble.AttemptTimeout)
            {
                // The first ends what listens, the second the patience with what does not.
                time.Advance(TimeSpan.FromSeconds(11));
                time.Advance(TimeSpan.FromSeconds(11));
            }
            else
            {
                MakeTrouble();
            }
        }
    }

    private void MakeTrouble()
    {
        switch (scenario.Trouble)
        {
            case Trouble.Cancel:
                Track(Task.Run(async () =>
                {
                    if (!await run.CancelAsync(CancelReason, CancellationToken.None))
                        Views.Require((await run.GetInfoAsync(CancellationToken.None)).Status is not RunStatus.Running, "A run that cannot be canceled has ended.");
                }));
                break;
            case Trouble.RunTimeout:
                time.Advance(TimeSpan.FromHours(2));
                break;
            case Trouble.HostStop:
                // An even place: with patience, unless somebody is deaf.
                var isDeaf = scenario.Nodes.Any(static node => node.Steps.Any(static step => step.Kind is StepKind.Stuck));
                Track(Task.Run(() => host.StopAsync(new CancellationToken(isDeaf || scenario.TroubleAt % 2 == 1))));
                break;
        }
    }

    private void Track(Task task)
    {
        lock (tasks)
            tasks.Add(task);
    }

    private void Plan(Seen seen)
    {
        var spec = seen.Spec;
        var stop = new CancellationTokenSource();
        var isOpen = new TaskCompletionSource<Subscription?>(TaskCreationOptions.RunContinuationsAsynchronously);
        planned.Add((spec.OpenAt, () => Track(Task.Run(() => OpenAsync(seen, stop.Token, isOpen)))));
        if (spec.Stop is not StopKind.AtEvent)
            return;
        seen.IsStopped = true;
        planned.Add((spec.OpenAt + spec.StopAt, () => Track(Task.Run(async () =>
        {
            if (await isOpen.Task is { } subscription)
            {
                await subscription.DisposeAsync();
                var calls = seen.Items.Count;
                Views.Require(subscription.Completion.IsCompleted, "A disposal that has ended leaves nothing running.");
                await Task.Yield();
                await subscription.DisposeAsync();
                Views.Require(seen.Items.Count == calls, "Nothing is delivered after a disposal.");
            }

            await stop.CancelAsync();
        }))));
    }

    private StreamOptions Options(Seen seen)
    {
        var spec = seen.Spec;
        seen.StartLow = seen.StartHigh = 0;
        var from = StreamStart.Beginning;
        if (spec.Start is StartKind.Live)
            from = StreamStart.Live;
        if (spec.Start is StartKind.After)
        {
            lock (log)
            {
                if (log.Count > 0)
                    from = StreamStart.After(Cursor.Parse(log[spec.CursorAt % log.Count].Cursor.ToString()));
            }

            if (from.Cursor is { } cursor)
                seen.StartLow = seen.StartHigh = Cursor.GetPosition(cursor);
        }

        return new StreamOptions<int> { From = from, Committed = spec.Committed, OnReset = spec.Restart ? StreamReset.Restart : StreamReset.Throw };
    }

    private async Task<long> PositionAsync() => Cursor.GetPosition((await run.GetInfoAsync(CancellationToken.None)).Cursor);

    private async Task OpenAsync(Seen seen, CancellationToken token, TaskCompletionSource<Subscription?> isOpen)
    {
        var spec = seen.Spec;
        seen.Phase = "opening";
        var options = Options(seen);
        var stream = spec.Kind is ReaderKind.Events ? null : run.GetStream<int>(spec.Node);
        ChunkStream<int>? one = spec.Kind is ReaderKind.Items or ReaderKind.Plain
            ? spec.Ordinal == 0 ? stream!.StreamAsync(options) : stream!.StreamAsync(new InvocationId(run.Id, spec.Ordinal), options)
            : null;
        switch (spec.Kind)
        {
            case ReaderKind.Items:
                await ReadAsync(seen, one!.ReadItemsAsync(), token, isOpen);
                break;
            case ReaderKind.Plain:
                await ReadAsync(seen, one!, token, isOpen);
                break;
            case ReaderKind.All:
                await ReadAsync(seen, stream!.StreamAllAsync(options), token, isOpen);
                break;
            case ReaderKind.Events:
                await ReadAsync(seen, run.ReadEventsAsync(options.From.Cursor, false), token, isOpen);
                break;
            case ReaderKind.Grouped:
                await ReadGroupsAsync(seen, stream!.ReadInvocationsAsync(options), token, isOpen);
                break;
            case ReaderKind.Snapshot:
                isOpen.SetResult(null);
                seen.StartLow = await PositionAsync();
                seen.Items.Add(await stream!.GetSnapshotAsync(CancellationToken.None));
                seen.StartHigh = await PositionAsync();
                break;
            default:
                await SubscribeAsync(seen, stream!, options, isOpen);
                break;
        }

        seen.Phase = "done";
    }

    private async Task ReadAsync<T>(Seen seen, IAsyncEnumerable<T> sequence, CancellationToken token, TaskCompletionSource<Subscription?> isOpen)
    {
        var low = await PositionAsync();
        await using var reader = sequence.GetAsyncEnumerator(token);
        if (seen.Spec is { Start: StartKind.Live, Kind: not ReaderKind.Events })
            (seen.StartLow, seen.StartHigh) = (low, await PositionAsync());
        isOpen.TrySetResult(null);
        try
        {
            while (true)
            {
                seen.Phase = "waiting";
                if (!await reader.MoveNextAsync())
                    break;
                seen.Phase = "reading";
                seen.Items.Add(reader.Current);
                if (seen.Spec.Stop is StopKind.Break && seen.Items.Count > seen.Spec.StopAt)
                {
                    seen.IsStopped = true;
                    return;
                }

                for (var count = 0; count < seen.Spec.Slowness; count++)
                    await Task.Yield();
            }

            Views.Require(!await reader.MoveNextAsync(), "What has ended stays so.");
        }
        catch (Exception exception) when (exception is AgentException or OperationCanceledException or ArgumentException)
        {
            seen.Exception = exception;
        }
    }

    private async Task ReadGroupsAsync(
        Seen seen, IAsyncEnumerable<ChunkStream<int>> groups, CancellationToken token, TaskCompletionSource<Subscription?> isOpen)
    {
        var outer = new Seen(seen.Spec);
        var inner = new List<Task>();
        await ReadAsync(outer, Opened(), token, isOpen);
        await Task.WhenAll(inner);
        (seen.StartLow, seen.StartHigh, seen.Exception, seen.IsStopped) = seen.Spec.Start is StartKind.Live
            ? (outer.StartLow, outer.StartHigh, outer.Exception, seen.IsStopped || outer.IsStopped)
            : (seen.StartLow, seen.StartHigh, outer.Exception, seen.IsStopped || outer.IsStopped);
        seen.Items.AddRange(outer.Items);

        IAsyncEnumerable<Seen> Opened() => new Mapped<ChunkStream<int>, Seen>(groups, group =>
        {
            // Each is read on its own, to its end, while the next ones come.
            var one = new Seen(seen.Spec with { Stop = StopKind.None });
            inner.Add(Task.Run(async () => await ReadAsync(one, group.ReadItemsAsync(), CancellationToken.None, new TaskCompletionSource<Subscription?>())));
            return one;
        });
    }

    private async Task SubscribeAsync(Seen seen, NodeStream<int> stream, StreamOptions options, TaskCompletionSource<Subscription?> isOpen)
    {
        var spec = seen.Spec;
        var running = 0;
        var low = await PositionAsync();
        var own = new TaskCompletionSource<Subscription>(TaskCreationOptions.RunContinuationsAsynchronously);
        var subscription = spec switch
        {
            { Kind: ReaderKind.SubscribeAll } => stream.SubscribeAll(update => OnUpdate(update), options),
            { Ordinal: 0 } => stream.Subscribe(update => OnUpdate(update), options),
            _ => stream.Subscribe(new InvocationId(run.Id, spec.Ordinal), update => OnUpdate(update), options),
        };
        if (spec.Start is StartKind.Live)
            (seen.StartLow, seen.StartHigh) = (low, await PositionAsync());
        own.SetResult(subscription);
        isOpen.SetResult(subscription);
        seen.Phase = "subscribed";
        try
        {
            await subscription.Completion;
        }
        catch (Exception exception) when (exception is AgentException or ArgumentException)
        {
            seen.Exception = exception;
        }

        async Task OnUpdate(object update)
        {
            Views.Require(Interlocked.Exchange(ref running, 1) == 0, "Calls never overlap.");
            seen.Items.Add(update);
            for (var count = 0; count < spec.Slowness; count++)
                await Task.Yield();
            if (spec.Stop is StopKind.Break && seen.Items.Count > spec.StopAt)
            {
                seen.IsStopped = true;
                await (await own.Task).DisposeAsync();
            }

            Volatile.Write(ref running, 0);
        }
    }

    private async Task CheckAsync(Task end)
    {
        var events = await run.ReadEventsAsync(null, false).ToListAsync();
        var model = new LogModel(scenario, run.Id, events);
        var info = await run.GetInfoAsync(CancellationToken.None);
        Views.Require(info.Status == model.Outcome.Status && info.Failure == model.Outcome.Failure && info.CancelReason == model.Outcome.CancelReason, "What is known of a run is what is logged.");
        Views.Require(info.Invocations == model.Invocations.Count && info.HasResult == model.Result is not null, "What is counted is what is logged.");
        var chunks = model.Invocations.SelectMany(static invocation => invocation.Attempts).SelectMany(static attempt => attempt.Chunks).ToList();
        Views.Require(info.Chunks == chunks.Count && info.FirstChunkAt == (chunks.Count == 0 ? null : chunks.Min(static chunk => chunk.Time)), "The first chunk is timed once.");
        CheckTask(end, model);
        if (result is not null && model.Result is { } expected)
            Views.Require(await result == expected, "The result is the first that is recorded.");
        else if (result is not null)
            CheckTask(result, model);
        Views.Require(!await run.CancelAsync(null, CancellationToken.None), "A run that has ended is not canceled.");
        foreach (var reader in readers)
        {
            try
            {
                Views.Check(model, run.Id, reader);
            }
            catch (ModelException exception)
            {
                throw new ModelException($"{exception.Message}\nby {reader}");
            }
        }
    }

    private static void CheckTask(Task task, LogModel model)
    {
        Views.Require(task.IsCompleted, "Whoever waits is told.");
        Views.CheckException(new Seen(null!) { Exception = task.Exception?.InnerException }, model.Outcome);
    }

    private async Task CheckNothingIsLeftAsync()
    {
        var found = host.Runs.Find(run.Id)!;
        foreach (var gate in found.Agent.Nodes.SelectMany(static node => node.Gates).Distinct())
        {
            // What was still on its way when the run ended passes the gates once more, to find that it is too late.
            var patience = System.Diagnostics.Stopwatch.StartNew();
            while (gate is not { InUse: 0, Waiting: 0 })
            {
                Views.Require(patience.Elapsed < Stage.Patience, "Gates are idle when all is over.");
                await Task.Yield();
            }
        }

        lock (found.Gate)
        {
            Views.Require(First(found.Waiters) is null, "Nobody waits for the run.");
            foreach (var node in found.Agent.Nodes.Where(static node => node.Stream is not null))
            {
                var slot = (NodeSlot<int>)found.SlotOf(node);
                Views.Require(First(slot) is null, "Nobody waits for a node.");
                for (var index = 0; index < slot.Count; index++)
                    Views.Require(First(slot[index]) is null, "Nobody waits for an invocation.");
            }
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "first")]
    private static extern ref LogWaiter? First(WaiterList list);

    private string Dump()
    {
        var text = new StringBuilder();
        lock (log)
        {
            foreach (var logged in log)
                text.AppendLine(Brief(logged));
        }

        foreach (var reader in readers)
            text.Append(reader).AppendLine();
        if (host is not null)
            text.Append($"gate: {host.Gate.InUse} in use, {host.Gate.Waiting} wait").AppendLine();
        return text.ToString();
    }

    private static string Brief(RunEvent logged) => $"{logged.Position} {logged.GetType().Name} " + logged switch
    {
        RunEvent.Chunk chunk => $"{chunk.Node}/{chunk.Invocation.Ordinal} attempt {chunk.Attempt} [{chunk.Index}] {chunk.Value}",
        RunEvent.InvocationCompleted completed => $"{completed.Node}/{completed.Invocation.Ordinal} -> {string.Join(' ', completed.Emitted.Select(static emitted => emitted.Invocation.Ordinal))}",
        RunEvent.AttemptFailed failed => $"{failed.Node}/{failed.Invocation.Ordinal} attempt {failed.Attempt} {failed.Failure.Message} {failed.RetryAt:O}",
        RunEvent.OfInvocation other => $"{other.Node}/{other.Invocation.Ordinal}",
        RunEvent.RunFailed failed => failed.Failure.Message,
        RunEvent.RunCanceled canceled => canceled.Reason,
        _ => "",
    };

    /// <summary>A sequence whose items are mapped as they come, without a buffer or a thread between.</summary>
    private sealed class Mapped<TIn, TOut>(IAsyncEnumerable<TIn> items, Func<TIn, TOut> map) : IAsyncEnumerable<TOut>
    {
        public IAsyncEnumerator<TOut> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            new Enumerator(items.GetAsyncEnumerator(cancellationToken), map);

        private sealed class Enumerator(IAsyncEnumerator<TIn> inner, Func<TIn, TOut> map) : IAsyncEnumerator<TOut>
        {
            public TOut Current { get; private set; } = default!;

            public async ValueTask<bool> MoveNextAsync()
            {
                if (!await inner.MoveNextAsync())
                    return false;
                Current = map(inner.Current);
                return true;
            }

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
