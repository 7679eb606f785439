namespace Agents.Runtime.Tests.Streams;

public sealed class S10_AfterTheEnd
{
    private static async Task<Exception?> Write(TreeCall call) => await Record.ExceptionAsync(async () => await call.Chunks!.WriteAsync("late"));

    private static Exception? Emit(TreeCall call) => Record.Exception(() => call.Leaf.Emit("late"));

    [Fact]
    public async Task After_the_attempt_completed_writing_and_emitting_is_an_invalid_operation()
    {
        await using var host = TestHost.Create();
        TreeCall? kept = null;
        host.Tree.Root = call =>
        {
            kept = call;
            return Task.FromResult<string?>("done");
        };
        var run = await host.TreeClient.StartAsync("x");
        await run.WaitForEndAsync().Soon();
        var write = Assert.IsType<InvalidOperationException>(await Write(kept!));
        Assert.Contains("Root", write.Message, StringComparison.Ordinal);
        Assert.Contains("has ended", write.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(Emit(kept!));
        Assert.Empty(await run.Root.StreamAsync().ToListSoon());
        Assert.Equal(1, (await run.GetInfoAsync()).Invocations);
    }

    [Fact]
    public async Task After_the_attempt_failed_too()
    {
        await using var host = TestHost.Create();
        TreeCall? kept = null;
        host.Tree.Root = call =>
        {
            if (call.Attempt == 1)
            {
                kept = call;
                throw new IOException("again");
            }

            return Task.FromResult<string?>("done");
        };
        var run = await host.TreeClient.StartAsync("x");
        await run.WaitForEndAsync().Soon();
        Assert.IsType<InvalidOperationException>(await Write(kept!));
        Assert.IsType<InvalidOperationException>(Emit(kept!));
    }

    [Fact]
    public async Task After_the_run_was_canceled_it_is_a_canceled_operation()
    {
        await using var host = TestHost.Create();
        var (started, release) = (new Signal(), new Signal());
        Exception? write = null, emit = null;
        var ended = new Signal();
        host.Tree.Root = async call =>
        {
            started.Set();
            await release.WaitAsync();
            write = await Write(call);
            emit = Emit(call);
            ended.Set();
            return "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        await started.WaitAsync();
        await run.CancelAsync();
        release.Set();
        await ended.WaitAsync();
        Assert.IsType<OperationCanceledException>(write);
        Assert.IsType<OperationCanceledException>(emit);
        await Assert.ThrowsAsync<AgentCanceledException>(() => run.GetResultAsync().Soon());
        Assert.Empty((await run.Root.GetSnapshotAsync()).Invocations.Values.Single().Chunks);
    }

    [Fact]
    public async Task A_superseded_attempt_is_told_so_and_its_successor_is_not_disturbed()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.AttemptTimeout = TimeSpan.FromSeconds(60);
            options.GraceTime = TimeSpan.FromSeconds(7);
        });
        var (release, hung, second) = (new Signal(), new Signal(), new Signal());
        Exception? write = null, emit = null;
        host.Tree.Root = async call =>
        {
            if (call.Attempt == 1)
            {
                await call.WriteAsync("old");
                await release.WaitAsync();
                write = await Write(call);
                emit = Emit(call);
                hung.Set();
                throw new IOException("nobody is told");
            }

            await call.WriteAsync("new");
            await second.WaitAsync();
            return "done";
        };
        var run = await host.TreeClient.StartAsync("x");
        await run.EventSoon<RunEvent.Chunk>();
        await host.Time.PassAsync(TimeSpan.FromSeconds(60));
        await host.Time.PassAsync(TimeSpan.FromSeconds(7));
        await run.EventSoon<RunEvent.Chunk>(static chunk => chunk.Value is "new");
        release.Set();
        await hung.WaitAsync();
        var superseded = Assert.IsType<AttemptSupersededException>(write);
        Assert.Equal((new InvocationId(run.Id, 1), 1), (superseded.Invocation, superseded.Attempt));
        Assert.IsType<AttemptSupersededException>(emit);
        second.Set();
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.Equal(["new"], await run.Root.StreamAsync().ToListSoon());
        Assert.Single((await run.EventsSoon()).OfType<RunEvent.AttemptFailed>(), static failed => failed.Failure.Code == FailureCodes.Timeout);
        Assert.Equal(1, (await run.GetInfoAsync()).Invocations);
    }

    [Fact]
    public async Task Null_is_refused_at_the_emit_where_the_target_does_not_take_it()
    {
        await using var host = TestHost.Create();
        Exception? thrown = null;
        host.Tree.Root = call =>
        {
            thrown = Record.Exception(() => call.Leaf.Emit(null!));
            return Task.FromResult<string?>("done");
        };
        var run = await host.TreeClient.StartAsync("x");
        Assert.Equal("done", await run.GetResultAsync().Soon());
        Assert.IsType<ArgumentNullException>(thrown);
        Assert.Equal(1, (await run.GetInfoAsync()).Invocations);
    }

    [Fact]
    public void An_edge_that_was_never_bound_says_so() =>
        Assert.Contains("default", Assert.Throws<InvalidOperationException>(static () => default(Edge<string>).Emit("x")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_token_given_to_a_write_ends_that_write_only()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await call.Chunks.WriteAsync("no", new CancellationToken(canceled: true)));
            await call.WriteAsync("yes");
            return "done";
        });
        Assert.Equal(["yes"], await run.Work.StreamAsync().ToListSoon());
    }
}
