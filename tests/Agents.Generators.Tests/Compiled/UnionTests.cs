namespace Agents.Generators.Tests.Compiled;

/// <summary>Generated members of unions at work.</summary>
public class UnionTests
{
    private static readonly ItemChunk Progress = new ItemChunk.Progress(1, 2, "a");
    private static readonly ItemChunk Completed = new ItemChunk.Completed("a", "r");
    private readonly List<string> calls = [];

    [Fact]
    public void Match_gives_what_the_case_gives()
    {
        Assert.Equal("50", Progress.Match(progress: p => $"{p.Percentage}", completed: c => c.Item));
        Assert.Equal("a", Completed.Match(p => throw new InvalidOperationException(), c => c.Item));
        Assert.Throws<ArgumentNullException>(() => Completed.Match<int>(null!, c => 1));
    }

    [Fact]
    public async Task Switch_calls_the_case()
    {
        Progress.Switch(p => calls.Add("p"), c => calls.Add("c"));
        Completed.Switch(p => calls.Add("p"), c => calls.Add("c"));
        await Progress.SwitchAsync(async p => { await Task.Yield(); calls.Add("pa"); }, c => Task.CompletedTask);
        Assert.Equal(["p", "c", "pa"], calls);
    }

    [Fact]
    public async Task Typed_writes_write_cases()
    {
        var writer = new RecordingWriter<ItemChunk>();
        await writer.ProgressAsync(1, 2, "a", TestContext.Current.CancellationToken);
        await writer.CompletedAsync("a", result: "r", TestContext.Current.CancellationToken);
        Assert.Equal([Progress, Completed], writer.Chunks);

        var rich = new RecordingWriter<Rich>();
        await rich.StartedAsync("t", "s", cancellationToken: TestContext.Current.CancellationToken);
        await rich.MeasuredAsync(1.5m, TestContext.Current.CancellationToken);
        Assert.Equal([new Rich.Started("t", "s"), new Rich.Measured { Value = 1.5m }], rich.Chunks);
    }

    [Fact]
    public async Task Subscribe_calls_update_then_the_handlers_in_order()
    {
        var stream = new FakeStream<ItemChunk>();
        stream.Subscribe(p => calls.Add("p"), c => calls.Add("c"), u => calls.Add("u" + u.New.Count));
        await stream.Push(Progress, Completed, Progress);
        Assert.Equal(["u3", "p", "c", "p"], calls);
    }

    [Fact]
    public async Task Asynchronous_lambdas_are_waited_for()
    {
        await Assert_waits(stream => stream.Subscribe(async p => await Slow("p"), async c => await Slow("c")));
        await Assert_waits(stream => stream.Subscribe(p => Slow("p"), c => Slow("c")));
        await Assert_waits(stream => stream.Subscribe(p => SlowValue("p"), c => SlowValue("c")));
        await Assert_waits(stream => stream.Subscribe(async p => await Slow("p"), completed: c => Slow("c"), options: new StreamOptions()));
        await Assert_waits(stream => stream.Subscribe(async p => await Slow("p"), async c => await Slow("c"), u => { }));
        await Assert_waits(stream => stream.Subscribe(async p => await Slow("p"), async c => await Slow("c"), async u => await Slow("")));
        await Assert_waits(stream => stream.Subscribe(p => SlowValue("p"), c => SlowValue("c"), u => { }));
    }

    private async Task Assert_waits(Action<FakeStream<ItemChunk>> subscribe)
    {
        calls.Clear();
        var stream = new FakeStream<ItemChunk>();
        subscribe(stream);
        await stream.Push(Progress, Completed);
        Assert.Equal("pc", string.Concat(calls));
    }

    private async Task Slow(string call)
    {
        await Task.Delay(5, TestContext.Current.CancellationToken);
        calls.Add(call);
    }

    private async ValueTask SlowValue(string call) => await Slow(call);
}
