using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Agents.Runtime.Tests.Hosting;

/// <summary>Listeners are of the whole process: each test looks at its own run only.</summary>
public sealed class Telemetry
{
    private static ActivityListener Listen(Recorder<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Agents",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    /// <summary>The spans of a run, once its own has ended: that is just after the end is recorded.</summary>
    private static async Task<List<Activity>> Of(AgentRun run, Recorder<Activity> stopped)
    {
        await stopped.UntilAsync(activity => IsOf(activity, run) && activity.OperationName.StartsWith("run ", StringComparison.Ordinal));
        return [.. stopped.Seen.Where(activity => IsOf(activity, run))];
    }

    private static bool IsOf(Activity activity, AgentRun run) => Equals(activity.GetTagItem("agents.run"), run.Id.ToString());

    [Fact]
    public async Task The_span_of_a_child_lies_below_the_attempt_that_started_it()
    {
        var stopped = new Recorder<Activity>();
        using var listener = Listen(stopped);
        await using var host = TestHost.Create();
        host.Family.Raise = static async call =>
        {
            await Task.Yield();
            return await call.Child.InvokeAsync("a");
        };
        var parent = await host.ParentClient.StartAsync("p");
        await parent.WaitForEndAsync().Soon();
        var child = (await host.ChildClient.GetRunAsync(Assert.Single(await parent.GetChildrenAsync()).Id))!;
        var attempt = Assert.Single(await Of(parent, stopped), static activity => activity.OperationName == "node Raise");
        var run = Assert.Single(await Of(child, stopped), static activity => activity.OperationName == "run Child");
        Assert.Equal((attempt.SpanId, attempt.TraceId), (run.ParentSpanId, run.TraceId));
    }

    [Fact]
    public async Task Spans_of_a_run_and_its_attempts()
    {
        var stopped = new Recorder<Activity>();
        using var listener = Listen(stopped);
        await using var host = TestHost.Create();
        using var caller = new Activity("caller").Start();
        host.Tree.Root = static call =>
        {
            Assert.Equal("node Root", Activity.Current?.OperationName);
            call.Leaf.Emit("x");
            return call.Attempt == 1 ? throw new IOException("again") : TreeScript.Nothing(call);
        };
        host.Tree.Leaf = static async call =>
        {
            await Task.Yield();
            Assert.Equal("node Leaf", Activity.Current?.OperationName);
            return "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        Assert.Same(caller, Activity.Current);
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.Same(caller, Activity.Current);

        await stopped.UntilAsync(activity => IsOf(activity, run) && "failed".Equals(activity.GetTagItem("agents.outcome")));
        var spans = await Of(run, stopped);
        var whole = Assert.Single(spans, static span => span.OperationName == "run Tree");
        Assert.Equal(caller.SpanId, whole.ParentSpanId);
        Assert.Equal("Completed", whole.GetTagItem("agents.status"));
        var attempts = spans.Where(static span => span.OperationName.StartsWith("node ", StringComparison.Ordinal)).ToList();
        Assert.All(attempts, span => Assert.Equal(whole.SpanId, span.ParentSpanId));
        Assert.Equal(
            ["Leaf 1 completed", "Root 1 failed", "Root 2 completed"],
            attempts.Select(static span => $"{span.GetTagItem("agents.node")} {span.GetTagItem("agents.attempt")} {span.GetTagItem("agents.outcome")}").Order());
        Assert.Equal(ActivityStatusCode.Error, attempts.Single(static span => "failed".Equals(span.GetTagItem("agents.outcome"))).Status);
    }

    [Fact]
    public async Task Nothing_leaks_into_the_callers_current_activity()
    {
        using var listener = Listen(new Recorder<Activity>());
        await using var host = TestHost.Create();
        Activity.Current = null;
        var source = new TaskCompletionSource<string?>();
        var started = new Signal();
        var run = await host.StartSolo(_ =>
        {
            started.Set();
            return source.Task;
        });
        await started.WaitAsync();
        var other = await host.StartSolo(static async call =>
        {
            await Task.Delay(Timeout.Infinite, call.Token);
            return null;
        });
        Assert.Null(Activity.Current);
        using var caller = new Activity("caller").Start();
        await other.CancelAsync();
        Assert.Same(caller, Activity.Current);
        // The node's task completes on this thread, and with it the attempt and the run.
        source.SetResult("done");
        Assert.Same(caller, Activity.Current);
        await run.WaitForEndAsync().Soon();
        host.Provider.Dispose();
        Assert.Same(caller, Activity.Current);
    }

    [Fact]
    public async Task A_failed_run_is_a_failed_span()
    {
        var stopped = new Recorder<Activity>();
        using var listener = Listen(stopped);
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static _ => throw new NonRetryableException("broken"));
        await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        var whole = Assert.Single(await Of(run, stopped), static span => span.OperationName == "run Solo");
        Assert.Equal((ActivityStatusCode.Error, "broken"), (whole.Status, whole.StatusDescription));
    }

    [Fact]
    public async Task Metrics_of_runs_attempts_and_chunks()
    {
        await using var host = TestHost.Create();
        var meters = host.Get<IMeterFactory>();
        var sums = new ConcurrentDictionary<string, double>();
        var recorded = new Recorder<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Agents" && ReferenceEquals(instrument.Meter.Scope, meters))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        var (started, chunk, release) = (new Signal(), new Signal(), new Signal());
        var run = await host.StartSolo(async call =>
        {
            started.Set();
            await chunk.WaitAsync();
            await call.WriteAsync("a", "b");
            await release.WaitAsync();
            return call.Attempt == 1 ? throw new IOException("again") : "done";
        });
        await started.WaitAsync();
        host.Time.Advance(TimeSpan.FromSeconds(3));
        chunk.Set();
        await run.EventSoon<RunEvent.Chunk>(static item => item.Index == 1);
        host.Time.Advance(TimeSpan.FromSeconds(4));
        listener.RecordObservableInstruments();
        release.Set();
        await run.WaitForEndAsync().Soon();
        // What has ended is told just after it is recorded.
        await recorded.UntilAsync(static name => name == "agents.run.duration Solo Completed");
        await recorded.UntilAsync(static name => name == "agents.attempt.duration Solo Work failed");
        await recorded.UntilAsync(static name => name == "agents.attempt.duration Solo Work completed");

        Assert.Equal(1, sums["agents.runs.started Solo"]);
        Assert.Equal(1, sums["agents.runs.ended Solo Completed"]);
        Assert.Equal(7, sums["agents.run.duration Solo Completed"]);
        Assert.Equal(1, sums["agents.attempts Solo Work failed"]);
        Assert.Equal(1, sums["agents.attempts Solo Work completed"]);
        Assert.Equal(7, sums["agents.attempt.duration Solo Work failed"]);
        Assert.Equal(1, sums["agents.retries Solo Work"]);
        Assert.Equal(4, sums["agents.chunks Solo"]);
        Assert.Equal(3, sums["agents.time_to_first_chunk Solo"]);
        Assert.Equal(0, sums["agents.queue.wait Solo Work"]);
        Assert.Equal(1, sums["agents.attempts.executing"]);
        Assert.Equal(0, sums["agents.attempts.waiting"]);

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var name = instrument.Name;
            foreach (var tag in tags)
                name += $" {tag.Value}";
            sums.AddOrUpdate(name, value, (_, sum) => sum + value);
            recorded.Add(name);
        }
    }

    [Fact]
    public async Task Listeners_and_loggers_that_throw_harm_no_run()
    {
        await using var host = TestHost.Create(services: static services => services.AddSingleton<ILoggerFactory, BrokenLoggers>());
        var meters = host.Get<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Agents" && ReferenceEquals(instrument.Meter.Scope, meters))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new InvalidOperationException("listener"));
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new InvalidOperationException("listener"));
        listener.Start();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a", "b");
            return call.Attempt == 1 ? throw new IOException("again") : "done";
        });
        await using var subscription = run.Work.Subscribe(static _ => throw new InvalidOperationException("callback"));
        Assert.Equal("done", await run.GetResultAsync().Soon());
        await run.WaitForEndAsync().Soon();
        Assert.Equal(4, (await run.Work.StreamAllAsync().ToListSoon()).Count);
        Assert.Equal("callback", (await Assert.ThrowsAsync<InvalidOperationException>(() => subscription.Completion.Soon())).Message);
        var failed = await host.StartSolo(static _ => throw new NonRetryableException("no"));
        await Assert.ThrowsAsync<AgentFailedException>(() => failed.WaitForEndAsync().Soon());
    }

    [Fact]
    public async Task A_logger_that_cannot_be_asked_harms_no_run()
    {
        var asked = 0;
        var loggers = new BrokenLoggers(() =>
        {
            asked++;
            throw new InvalidOperationException("logger");
        });
        await using var host = TestHost.Create(services: services => services.AddSingleton<ILoggerFactory>(loggers));
        for (var round = 0; round < 2; round++)
        {
            var run = await host.StartSolo(static _ => Task.FromResult<string?>("done"), new RunOptions { Key = "key" });
            Assert.Equal("done", await run.GetResultAsync().Soon());
            await run.WaitForEndAsync().Soon();
        }

        var failed = await host.StartSolo(static _ => throw new NonRetryableException("no"));
        await Assert.ThrowsAsync<AgentFailedException>(() => failed.WaitForEndAsync().Soon());
        Assert.NotEqual(0, asked);
    }

    [Fact]
    public async Task A_logger_is_not_asked_under_the_runs_lock()
    {
        TestHost? made = null;
        var (looked, stuck) = (0, 0);
        var isLooking = new AsyncLocal<bool>();
        var loggers = new BrokenLoggers(() =>
        {
            if (isLooking.Value || made is null)
                return false;
            isLooking.Value = true;
            // Another thread needs the lock of the run, once it can be found.
            var look = Task.Run(async () =>
                await made.SoloClient.GetRunAsync(RunId.FromKey("key")) is { } run ? await run.GetInfoAsync() : null);
            if (!look.Wait(TimeSpan.FromSeconds(20)))
                stuck++;
            else if (look.Result is not null)
                looked++;
            isLooking.Value = false;
            return false;
        });
        await using var host = made = TestHost.Create(services: services => services.AddSingleton<ILoggerFactory>(loggers));
        var run = await host.StartSolo(static _ => Task.FromResult<string?>("done"), new RunOptions { Key = "key" });
        Assert.Equal("done", await run.GetResultAsync().Soon());
        await run.WaitForEndAsync().Soon();
        Assert.Equal(0, stuck);
        Assert.NotEqual(0, looked);
    }

    private sealed class BrokenLoggers(Func<bool> isEnabled) : ILoggerFactory, ILogger
    {
        public BrokenLoggers()
            : this(static () => true)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => isEnabled();

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("logger");
    }

    [Fact]
    public async Task A_metrics_listener_is_not_called_under_the_runs_lock()
    {
        await using var host = TestHost.Create();
        var meters = host.Get<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "agents.chunks" && ReferenceEquals(instrument.Meter.Scope, meters))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        SoloRun? run = null;
        var looked = 0;
        listener.SetMeasurementEventCallback<long>((_, _, _, _) =>
        {
            // Another thread needs the run's lock: user code must not run under it.
            if (run is not null && Task.Run(async () => await run.GetInfoAsync()).Wait(TimeSpan.FromSeconds(5)))
                looked++;
        });
        listener.Start();
        var go = new Signal();
        run = await host.StartSolo(async call =>
        {
            await go.WaitAsync();
            await call.WriteAsync("a", "b");
            return "done";
        });
        go.Set();
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.Equal(2, looked);
    }
}
