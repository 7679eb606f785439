namespace Agents.Runtime.Tests.Runs;

/// <summary>The whole log as users see it.</summary>
public sealed class Events
{
    private static async Task<TreeRun> Finished(TestHost host)
    {
        host.Tree.Root = static async call =>
        {
            await call.WriteAsync("a", "b", "c");
            call.Leaf.Emit("one");
            call.Leaf.Emit("two");
            return call.Attempt == 1 ? throw new IOException("again") : "done";
        };
        host.Tree.Leaf = static async call =>
        {
            await call.WriteAsync("x");
            await Task.Yield();
            await call.WriteAsync("y", "z");
            if (call.Input == "one")
                call.Quiet.Emit("q");
            return null;
        };
        var run = await host.TreeClient.StartAsync("x", new RunOptions { Metadata = new Dictionary<string, string> { ["k"] = "v" } });
        await run.WaitForEndAsync().Soon();
        return run;
    }

    [Fact]
    public async Task Positions_are_gap_free_and_resuming_after_each_gives_the_rest()
    {
        await using var host = TestHost.Create();
        var run = await Finished(host);
        var events = await run.EventsSoon();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static position => (long)position), events.Select(static item => item.Position));
        Assert.Equal(events[^1].Cursor, (await run.GetInfoAsync()).Cursor);
        for (var index = 0; index < events.Count; index++)
        {
            var rest = await run.ReadEventsAsync(Cursor.Parse(events[index].Cursor.ToString())).ToListSoon();
            Assert.Equal(events.Skip(index + 1).Select(Describe), rest.Select(Describe));
        }
    }

    /// <summary>Lists in records have no value equality.</summary>
    private static string Describe(RunEvent item) => item is RunEvent.InvocationCompleted completed
        ? $"{item.Position} {completed.Attempt} {string.Join(',', completed.Emitted.Select(static emitted => emitted.Invocation))}"
        : item.ToString();

    [Fact]
    public async Task The_live_tail_is_what_a_later_reading_gives()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Tree.Root = async call =>
        {
            for (var number = 0; number < 100; number++)
            {
                await call.WriteAsync($"{number}");
                if (number == 50)
                    await release.WaitAsync();
            }

            for (var number = 0; number < 10; number++)
                call.Leaf.Emit("x");
            return "done";
        };
        host.Tree.Leaf = static async call =>
        {
            for (var number = 0; number < 10; number++)
            {
                await call.WriteAsync("y");
                await Task.Yield();
            }

            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        var live = Enumerable.Range(0, 3).Select(_ => run.EventsSoon()).ToList();
        release.Set();
        await run.WaitForEndAsync().Soon();
        var later = (await run.EventsSoon()).Select(Describe).ToList();
        foreach (var reading in live)
            Assert.Equal(later, (await reading).Select(Describe));
    }

    [Fact]
    public async Task A_completion_precedes_everything_of_the_invocations_it_created()
    {
        await using var host = TestHost.Create();
        for (var round = 0; round < 20; round++)
        {
            var run = await Finished(host);
            var events = await run.EventsSoon();
            var completions = events.OfType<RunEvent.InvocationCompleted>().ToList();
            Assert.Equal([2, 3], completions.Single(static item => item.Node == "Root").Emitted.Select(static emitted => emitted.Invocation.Ordinal));
            foreach (var completion in completions)
            {
                Assert.All(
                    events.OfType<RunEvent.OfInvocation>().Where(item => completion.Emitted.Any(emitted => emitted.Invocation == item.Invocation)),
                    item => Assert.True(item.Position > completion.Position));
                Assert.Equal(
                    completion.Position,
                    events.OfType<RunEvent.OfInvocation>().Last(item => item.Invocation == completion.Invocation && item is not RunEvent.ResultGiven).Position);
            }
        }
    }

    [Fact]
    public async Task Events_carry_what_happened()
    {
        await using var host = TestHost.Create();
        var run = await Finished(host);
        var events = await run.EventsSoon();
        var started = Assert.IsType<RunEvent.RunStarted>(events[0]);
        Assert.Equal(("Tree", "v"), (started.Agent, started.Metadata["k"]));
        Assert.NotEmpty(started.Fingerprint);
        Assert.IsType<RunEvent.RunCompleted>(events[^1]);
        var failed = Assert.Single(events.OfType<RunEvent.AttemptFailed>());
        Assert.Equal(("again", 1, "Root"), (failed.Failure.Message, failed.Attempt, failed.Node));
        Assert.Equal(new InvocationId(run.Id, 1), failed.Failure.Invocation);
        Assert.NotNull(failed.RetryAt);
        Assert.Equal(
            ["1:0:a", "1:1:b", "1:2:c", "2:0:a", "2:1:b", "2:2:c"],
            events.OfType<RunEvent.Chunk>().Where(static chunk => chunk.Node == "Root")
                .Select(static chunk => $"{chunk.Attempt}:{chunk.Index}:{chunk.Value}"));
        Assert.Equal("done", Assert.Single(events.OfType<RunEvent.ResultGiven>()).Result);
        Assert.Equal(4, events.OfType<RunEvent.InvocationCompleted>().Count());
        Assert.Equal(5, events.OfType<RunEvent.AttemptStarted>().Count());
    }

    [Fact]
    public async Task Reading_ends_normally_however_the_run_ended()
    {
        await using var host = TestHost.Create();
        var failed = await host.StartSolo(static _ => throw new NonRetryableException("no"));
        var events = await failed.EventsSoon();
        Assert.Equal("no", Assert.IsType<RunEvent.RunFailed>(events[^1]).Failure.Message);
        Assert.Equal("no", Assert.IsType<RunEvent.InvocationFailed>(events[^2]).Failure.Message);
        var canceled = await host.StartSolo(static async call =>
        {
            await Task.Delay(Timeout.Infinite, call.Token);
            return null;
        });
        await canceled.CancelAsync("enough");
        events = await canceled.EventsSoon();
        Assert.Equal("enough", Assert.IsType<RunEvent.RunCanceled>(events[^1]).Reason);
        Assert.Equal("enough", Assert.IsType<RunEvent.InvocationCanceled>(events[^2]).Reason);
    }

    [Fact]
    public async Task Timestamps_never_decrease_even_within_a_millisecond()
    {
        await using var host = TestHost.Create();
        host.Time.Advance(TimeSpan.FromTicks(3));
        host.Tree.Root = call =>
        {
            call.Leaf.Emit("x");
            call.Leaf.Emit("y");
            host.Time.Advance(TimeSpan.FromTicks(4_000));
            return Task.FromResult<string?>("done");
        };
        host.Tree.Leaf = async call =>
        {
            for (var number = 0; number < 20; number++)
            {
                host.Time.Advance(TimeSpan.FromTicks(4_700));
                await call.WriteAsync("x");
                await Task.Yield();
            }

            return null;
        };
        var run = await host.TreeClient.StartAsync("x");
        var events = await run.EventsSoon();
        for (var index = 1; index < events.Count; index++)
            Assert.True(events[index].Timestamp >= events[index - 1].Timestamp, $"{events[index - 1]} then {events[index]}");
        var info = await run.GetInfoAsync();
        Assert.Equal(events.OfType<RunEvent.Chunk>().First().Timestamp, info.FirstChunkAt);
        Assert.Equal(events[^1].Timestamp, info.EndedAt);
        Assert.All(await run.Leaf.StreamAllAsync().ToListSoon(), chunk => Assert.Equal(events[(int)chunk.Position - 1].Timestamp, chunk.Timestamp));
    }

    [Fact]
    public async Task Timestamps_never_decrease_when_the_clock_is_set_back()
    {
        var time = new BackwardTime();
        await using var host = TestHost.Create(services: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions
            .AddSingleton<TimeProvider>(services, time));
        var run = await host.StartSolo(async call =>
        {
            for (var number = 0; number < 5; number++)
            {
                time.Back();
                await call.WriteAsync("x");
            }

            time.Back();
            return "done";
        });
        var events = await run.EventsSoon();
        Assert.Equal(events.Select(static item => item.Timestamp).Order(), events.Select(static item => item.Timestamp));
    }

    private sealed class BackwardTime : TimeProvider
    {
        private DateTimeOffset now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public void Back() => now -= TimeSpan.FromHours(1);

        public override DateTimeOffset GetUtcNow() => now;
    }
}
