using System.Globalization;

namespace Agents.Runtime.Tests.Children;

/// <summary>Agents that start themselves and each other, up to a depth.</summary>
public sealed class Recursing
{
    private static int Number(FamilyCall call) => int.Parse(call.Input, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [Fact]
    public async Task An_agent_calls_itself()
    {
        await using var host = TestHost.Create();
        host.Family.Raise = static async call => Number(call) is var n && n <= 1
            ? "1"
            : Text(n * int.Parse((await call.Parent.InvokeAsync(Text(n - 1)))!, CultureInfo.InvariantCulture));
        Assert.Equal("3628800", await host.ParentClient.InvokeAsync("10").Soon());
    }

    [Fact]
    public async Task A_tree_of_calls_grows_in_parallel()
    {
        await using var host = TestHost.Create(static options => options.MaxConcurrency = 2);
        host.Family.Raise = static async call =>
        {
            if (Number(call) is var n && n <= 1)
                return Text(n);
            var parts = await Task.WhenAll(call.Parent.InvokeAsync(Text(n - 1)), call.Parent.InvokeAsync(Text(n - 2)));
            return Text(parts.Sum(static part => int.Parse(part!, CultureInfo.InvariantCulture)));
        };
        Assert.Equal("55", await host.ParentClient.InvokeAsync("10").Soon());
    }

    [Fact]
    public async Task Two_agents_call_each_other()
    {
        await using var host = TestHost.Create();
        host.Family.Raise = static async call => Number(call) == 0 ? "even" : await call.Child.InvokeAsync(Text(Number(call) - 1));
        host.Family.Grow = static async call => Number(call) == 0 ? "odd" : await call.Parent.InvokeAsync(Text(Number(call) - 1));
        Assert.Equal("even", await host.ParentClient.InvokeAsync("10").Soon());
        Assert.Equal("odd", await host.ParentClient.InvokeAsync("11").Soon());
        Assert.Equal(10, (await host.ParentClient.ListRunsAsync().ToListSoon()).Count(static info => info.Depth > 0));
    }

    [Fact]
    public async Task A_budget_that_a_child_has_used_up_is_not_spent_again()
    {
        await using var host = TestHost.Create();
        var run = await host.Get<PatronClient>().StartAsync("p");
        var thrown = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync().Soon());
        Assert.Equal((FailureCodes.Budget, 1), (thrown.Failure.Code, thrown.Failure.Attempts));
        Assert.Single(await host.Get<SpenderClient>().ListRunsAsync().ToListSoon());
    }

    [Fact]
    public async Task A_recursion_ends_at_the_depth_limit_and_is_not_retried_by_anybody()
    {
        await using var host = TestHost.Create();
        var calls = 0;
        host.Family.Raise = async call =>
        {
            Interlocked.Increment(ref calls);
            return await call.Parent.InvokeAsync("deeper");
        };
        var root = await host.ParentClient.StartAsync("p");
        var thrown = await Assert.ThrowsAsync<AgentFailedException>(() => root.GetResultAsync().Soon());
        Assert.Equal(33, calls);
        var deepest = (await host.ParentClient.ListRunsAsync().ToListSoon()).MaxBy(static info => info.Depth)!;
        Assert.Equal((32, FailureCodes.Limit), (deepest.Depth, deepest.Failure!.Code));
        Assert.Contains("ChildDepth = 32", deepest.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("ChildDepth", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_catches_the_limit_fails_all_the_same()
    {
        await using var host = TestHost.Create(static options => options.Limits.ChildDepth = 0);
        host.Family.Raise = static async call =>
        {
            await Assert.ThrowsAsync<AgentLimitException>(async () => await call.Child.StartAsync("a"));
            return (await call.Child.StartAsync("a", new RunOptions { Detached = true })).Id.ToString();
        };
        var root = await host.ParentClient.StartAsync("p");
        var thrown = await Assert.ThrowsAsync<AgentFailedException>(() => root.GetResultAsync().Soon());
        Assert.Equal((FailureCodes.Limit, 1), (thrown.Failure.Code, thrown.Failure.Attempts));
        Assert.Empty(await root.GetChildrenAsync());
    }
}
