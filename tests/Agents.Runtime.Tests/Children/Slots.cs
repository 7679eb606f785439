namespace Agents.Runtime.Tests.Children;

/// <summary>A node that waits for a child holds no slot: with one slot in all, nothing gets stuck.</summary>
public sealed class Slots
{
    private static TestHost OneSlot() => TestHost.Create(static options => options.MaxConcurrency = 1);

    private static FamilyScript Streaming(FamilyScript script)
    {
        script.Grow = static async call =>
        {
            await call.WriteAsync($"{call.Input}1");
            await Task.Yield();
            await call.WriteAsync($"{call.Input}2");
            return call.Input;
        };
        return script;
    }

    private static async Task<string> Joined(IAsyncEnumerable<string> chunks)
    {
        var all = new List<string>();
        await foreach (var chunk in chunks)
            all.Add(chunk);
        return string.Join('+', all);
    }

    /// <summary>All the ways to wait for a child in a node.</summary>
    private static readonly Dictionary<string, Func<ChildRun, Task<string?>>> Ways = new()
    {
        ["result"] = static async run => await run.GetResultAsync(),
        ["end"] = static async run =>
        {
            await run.WaitForEndAsync();
            return "ended";
        },
        ["untyped"] = static async run =>
        {
            await ((AgentRun)run).GetResultAsync();
            return "ended";
        },
        ["stream"] = static async run => await Joined(run.Grow.StreamAsync()),
        ["all"] = static async run => await Joined(run.Grow.StreamAllAsync().Select(static chunk => chunk.Value)),
        ["items"] = static async run => await Joined(run.Grow.StreamAsync().ReadItemsAsync().Select(static item => $"{item.Kind}")),
        ["invocations"] = static async run =>
        {
            await foreach (var stream in run.Grow.ReadInvocationsAsync())
                return await Joined(stream);
            return null;
        },
        ["events"] = static async run => await Joined(run.ReadEventsAsync().Select(static found => found.GetType().Name)),
        ["tree"] = static async run => await Joined(run.ReadEventsAsync(includeChildren: true).Select(static found => found.GetType().Name)),
    };

    public static TheoryData<string> WayNames => [.. Ways.Keys];

    [Theory]
    [MemberData(nameof(WayNames))]
    public async Task A_parent_waits_for_two_children_at_once(string way)
    {
        await using var host = OneSlot();
        Streaming(host.Family).Raise = async call =>
        {
            var (a, b) = (await call.Child.StartAsync("a"), await call.Child.StartAsync("b"));
            var (fromA, fromB) = (Ways[way](a), Ways[way](b));
            return $"{await fromA} {await fromB}";
        };
        var alone = (await host.ChildClient.StartAsync("a"), await host.ChildClient.StartAsync("b"));
        var expected = $"{await Ways[way](alone.Item1).Soon()} {await Ways[way](alone.Item2).Soon()}";
        Assert.Equal(expected, await host.ParentClient.InvokeAsync("p").Soon());
    }

    [Fact]
    public async Task Many_parents_wait_for_children_of_children()
    {
        await using var host = OneSlot();
        Streaming(host.Family).Raise = static async call => call.Input == "root"
            ? string.Concat(await Task.WhenAll(call.Parent.InvokeAsync("x"), call.Parent.InvokeAsync("y")))
            : $"{call.Input}{await call.Child.InvokeAsync("z")}";
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.ParentClient.InvokeAsync("root"))).Soon();
        Assert.All(results, static result => Assert.Equal("xzyz", result));
    }

    [Fact]
    public async Task After_the_wait_the_parent_holds_its_slot_again()
    {
        await using var host = OneSlot();
        var (executing, most) = (0, 0);
        async Task<string?> Counted(string? result)
        {
            most = Math.Max(most, Interlocked.Increment(ref executing));
            await Task.Yield();
            Interlocked.Decrement(ref executing);
            return result;
        }

        host.Family.Grow = call => Counted(call.Input);
        host.Family.Raise = async call =>
        {
            await Counted(null);
            var result = await call.Child.InvokeAsync("a");
            return await Counted(result);
        };
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.ParentClient.InvokeAsync("p"))).Soon();
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_wait_for_a_run_that_is_no_child_gives_the_slot_back_too()
    {
        await using var host = OneSlot();
        host.Family.Grow = static call => Task.FromResult<string?>("grown");
        host.Family.Raise = static async call =>
            await call.Child.InvokeAsync("other", new RunOptions { Detached = true }, CancellationToken.None);
        Assert.Equal("grown", await host.ParentClient.InvokeAsync("p").Soon());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_parent_waits_for_its_subscription_to_a_child(bool disposes)
    {
        await using var host = OneSlot();
        Streaming(host.Family).Raise = async call =>
        {
            var seen = new List<string>();
            var child = await call.Child.StartAsync("a");
            var last = new Signal();
            var subscription = child.Grow.Subscribe(update =>
            {
                seen.AddRange(update.New);
                if (update.IsComplete)
                    last.Set();
            });
            await (disposes ? child.WaitForEndAsync().ContinueWith(_ => last.Task, TaskScheduler.Default).Unwrap() : subscription.Completion);
            await subscription.DisposeAsync();
            return string.Concat(seen);
        };
        Assert.Equal("a1a2", await host.ParentClient.InvokeAsync("p").Soon());
    }

    [Fact]
    public async Task Two_waits_of_one_attempt_that_end_while_others_have_the_slot_go_on_with_one()
    {
        await using var host = OneSlot();
        var gate = host.Get<AgentHost>().Gate;
        var (growing, grow, blocking, release, again) = (new Signal(), new Signal(), new Signal(), new Signal(), new Signal());
        var third = new TaskCompletionSource<ChildRun>();
        host.Family.Grow = async call =>
        {
            (call.Input == "first" ? growing : blocking).Set();
            await (call.Input == "first" ? grow : release).OrCanceledAsync(call.Token);
            return call.Input;
        };
        host.Family.Raise = async call =>
        {
            var first = await call.Child.StartAsync("first");
            return string.Concat(await Task.WhenAll(first.GetResultAsync(), WaitAgain()));

            async Task<string> WaitAgain()
            {
                await again.WaitAsync();
                var run = await call.Child.StartAsync("canceled");
                var wait = run.GetResultAsync();
                third.SetResult(run);
                return (await Record.ExceptionAsync(() => wait))!.GetType().Name;
            }
        };
        var parent = await host.ParentClient.StartAsync("p");
        await growing.WaitAsync();
        await host.ChildClient.StartAsync("blocks");
        grow.Set();
        await blocking.WaitAsync();
        await Waiting(1);
        again.Set();
        var canceled = await third.Task.Soon();
        await canceled.CancelAsync();
        release.Set();
        Assert.Equal($"first{nameof(AgentCanceledException)}", await parent.GetResultAsync().Soon());
        await gate.WhenIdleAsync().Soon();

        // The parent's way back to its slot, which nothing tells of.
        Task Waiting(int count) => Task.Run(async () =>
        {
            while (gate.Waiting != count)
                await Task.Yield();
        }).Soon();
    }

    [Fact]
    public async Task A_timeout_ends_a_wait_for_a_child_that_hangs()
    {
        await using var host = OneSlot();
        var growing = new Signal();
        host.Family.Grow = async call =>
        {
            growing.Set();
            await new Signal().OrCanceledAsync(call.Token);
            return "never";
        };
        host.Family.Raise = static async call => await call.Child.InvokeAsync("a", cancellationToken: call.Token);
        var root = await host.ParentClient.StartAsync("p", new RunOptions { AttemptTimeout = TimeSpan.FromSeconds(5), MaxAttempts = 1 });
        await growing.WaitAsync();
        await host.Time.PassAsync(TimeSpan.FromSeconds(5));
        var thrown = await Assert.ThrowsAsync<AgentFailedException>(() => root.GetResultAsync().Soon());
        Assert.Equal(FailureCodes.Timeout, thrown.Failure.Code);
        var child = (await host.ChildClient.GetRunAsync(Assert.Single(await root.GetChildrenAsync()).Id))!;
        await Assert.ThrowsAsync<AgentCanceledException>(() => child.WaitForEndAsync().Soon());
    }

    [Fact]
    public async Task Slots_are_all_free_in_the_end()
    {
        await using var host = TestHost.Create(static options => options.MaxConcurrency = 3);
        Streaming(host.Family).Raise = static async call =>
        {
            var run = await call.Child.StartAsync("a");
            var abandoned = run.GetResultAsync();
            await foreach (var chunk in run.Grow.StreamAsync())
                break;
            return $"{call.Input}{abandoned.IsCompleted}";
        };
        for (var index = 0; index < 100; index++)
            await host.ParentClient.InvokeAsync("p").Soon();
        foreach (var info in await host.ChildClient.ListRunsAsync().ToListSoon())
            await (await host.ChildClient.GetRunAsync(info.Id))!.WaitForEndAsync().Soon();
        await host.Get<AgentHost>().Gate.WhenIdleAsync().Soon();
        Assert.Equal(0, host.Get<AgentHost>().Gate.InUse);
    }
}
