using System.Runtime.CompilerServices;

namespace Agents.Runtime.Tests.Children;

/// <summary>Trees of runs are kept, and removed, as a whole.</summary>
public sealed class Keeping
{
    private static void Script(FamilyScript script, Signal? release = null)
    {
        script.Grow = async call =>
        {
            if (release is not null)
                await release.OrCanceledAsync(call.Token);
            return call.Input;
        };
        script.Raise = static async call =>
        {
            if (call.Input == "middle")
                return (await call.Child.StartAsync("leaf")).Id.ToString();
            await call.Parent.InvokeAsync("middle");
            return (await call.Child.StartAsync("leaf")).Id.ToString();
        };
    }

    private static async Task<ParentRun> Root(TestHost host)
    {
        var root = await host.ParentClient.StartAsync("root");
        await root.WaitForEndAsync().Soon();
        return root;
    }

    private static async Task LeavesEnd(TestHost host)
    {
        foreach (var info in await host.ChildClient.ListRunsAsync().ToListSoon())
        {
            // One that has ended may have been removed.
            if (await host.ChildClient.GetRunAsync(info.Id) is { } run)
                await run.WaitForEndAsync().Soon();
        }
    }

    private static async Task<int> Count(TestHost host) =>
        (await host.ParentClient.ListRunsAsync().ToListSoon()).Count + (await host.ChildClient.ListRunsAsync().ToListSoon()).Count;

    [Fact]
    public async Task Only_roots_are_counted()
    {
        await using var host = TestHost.Create(static options => options.Retention.MaxFinishedRuns = 2);
        Script(host.Family);
        for (var count = 1; count <= 5; count++)
        {
            await Root(host);
            await LeavesEnd(host);
            Assert.Equal(4 * Math.Min(count, 2), await Count(host));
        }
    }

    [Fact]
    public async Task A_root_is_kept_until_its_tree_has_finished()
    {
        await using var host = TestHost.Create(static options => options.Retention.MaxFinishedRuns = 0);
        var release = new Signal();
        Script(host.Family, release);
        var roots = new List<ParentRun> { await Root(host), await Root(host) };
        Assert.Equal(8, await Count(host));
        Assert.All(roots, root => Assert.NotNull(host.Get<AgentHost>().Runs.Find(root.Id)));
        release.Set();
        await LeavesEnd(host);
        Assert.Equal(0, await Count(host));
        // A handle reads on.
        Assert.Equal(2, (await roots[0].GetChildrenAsync()).Count);
        Assert.Equal(4, (await roots[0].ReadEventsAsync(includeChildren: true).ToListSoon()).Select(static item => item.Run).Distinct().Count());
    }

    [Fact]
    public async Task The_age_of_a_tree_counts_from_the_end_of_its_last_run()
    {
        await using var host = TestHost.Create(static options => options.Retention.MaxAge = TimeSpan.FromMinutes(10));
        var release = new Signal();
        Script(host.Family, release);
        await Root(host);
        host.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(4, await Count(host));
        release.Set();
        await LeavesEnd(host);
        host.Time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(4, await Count(host));
        host.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, await Count(host));
    }

    [Fact]
    public async Task A_removed_tree_leaves_nothing_behind()
    {
        await using var host = TestHost.Create(static options => options.Retention.MaxFinishedRuns = 1);
        Script(host.Family);
        var runs = await Fill(host, 4);
        await Root(host);
        await LeavesEnd(host);
        for (var round = 0; round < 50 && runs.Exists(static run => run.IsAlive); round++)
        {
            // What threads of the pool still hold of their last work goes with their next.
            await Root(host);
            await LeavesEnd(host);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(runs, static run => run.IsAlive);
    }

    [Fact]
    public async Task Work_that_a_node_leaves_behind_keeps_no_run_alive()
    {
        await using var host = TestHost.Create(static options => options.Retention.MaxFinishedRuns = 1);
        var (left, release) = (new List<Task>(), new Signal());
        host.Family.Raise = call =>
        {
            left.Add(release.Task.ContinueWith(static _ => { }, TaskScheduler.Default));
            left.Add(Wait());
            return Task.FromResult<string?>("done");
        };
        var run = await Fill(host, 1);
        for (var round = 0; round < 50 && run[0].IsAlive; round++)
        {
            await host.ChildClient.InvokeAsync("other").Soon();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(run[0].IsAlive);
        release.Set();
        await Task.WhenAll(left).Soon();

        async Task Wait() => await release.Task;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> Fill(TestHost host, int expected)
    {
        var root = await host.ParentClient.StartAsync("root");
        await root.WaitForEndAsync().Soon();
        await LeavesEnd(host);
        List<WeakReference> all = [.. host.Get<AgentHost>().Runs.Find(root.Id)!.SelfAndBelow().Select(static run => new WeakReference(run))];
        Assert.Equal(expected, all.Count);
        return all;
    }
}
