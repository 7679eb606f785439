using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>Expectations hold or say what was found.</summary>
public sealed class AssertionTests
{
    [Fact]
    public Task What_is_streamed_is_told_from_what_is_not() => InHost(async (host, script) =>
    {
        script.Work = static async (chunks, context, token) =>
        {
            await chunks.WriteAsync("a", token);
            if (context.Attempt == 1)
                throw new InvalidOperationException("once");
            await chunks.WriteAsync("b", token);
            return "done";
        };
        var run = await host.Get<SoloClient>().StartAsync("x");

        await run.Do.ShouldStreamAsync("a", "b");
        await run.Do.ShouldResetAsync(1);
        await run.Do.ShouldCompleteAsync();
        await run.ShouldGiveAsync("done");

        Assert.Equal(
            """
            The chunks of invocation RUN/1 differ from index 1 on; it completed.
               [0] expected "a", found "a"
             > [1] expected "c", found "b"
               [2] expected "d", found nothing
            """.ReplaceLineEndings().Replace("RUN", run.Id.ToString(), StringComparison.Ordinal),
            await MessageOf(() => run.Do.ShouldStreamAsync("a", "c", "d")));
        Assert.Contains("[1] expected nothing, found \"b\"", await MessageOf(() => run.Do.ShouldStreamAsync("a")), StringComparison.Ordinal);
        Assert.Contains("Expected 0 resets", await MessageOf(() => run.Do.ShouldResetAsync(0)), StringComparison.Ordinal);
        Assert.Contains("to fail with code 'limit', but it completed", await MessageOf(() => run.Do.ShouldFailAsync("limit")), StringComparison.Ordinal);
        Assert.Contains("to be canceled, but it completed", await MessageOf(() => run.Do.ShouldBeCanceledAsync()), StringComparison.Ordinal);
        Assert.Contains("to give \"other\", but it gave \"done\"", await MessageOf(() => run.ShouldGiveAsync("other")), StringComparison.Ordinal);
        Assert.Contains("to be canceled, but it completed", await MessageOf(() => run.ShouldBeCanceledAsync()), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_failure_is_told_with_its_cause() => InHost(async (host, script) =>
    {
        script.Work = static (_, _, _) => throw new NonRetryableException("broken");
        var run = await host.Get<SoloClient>().StartAsync("x");

        await run.Do.ShouldFailAsync(FailureCodes.Exception);
        await run.ShouldFailAsync(FailureCodes.Exception);
        Assert.Contains("but it failed with code 'exception': broken", await MessageOf(() => run.Do.ShouldCompleteAsync()), StringComparison.Ordinal);
        Assert.Contains("but it failed with code 'exception': broken", await MessageOf(() => run.ShouldCompleteAsync()), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_cancellation_is_told_with_its_reason() => InHost(async (host, script) =>
    {
        script.Work = static async (_, context, token) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(30), context.TimeProvider, token);
            return "never";
        };
        var run = await host.Get<SoloClient>().StartAsync("x");
        await run.CancelAsync("enough");

        await run.Do.ShouldBeCanceledAsync();
        await run.ShouldBeCanceledAsync();
        Assert.Contains("but it was canceled: enough", await MessageOf(() => run.Do.ShouldCompleteAsync()), StringComparison.Ordinal);
    });

    [Fact]
    public Task What_has_no_equality_of_its_own_is_compared_as_json() => AgentTestHost.RunAsync(static agents => agents.AddLists(), static async host =>
    {
        var run = await host.Get<ListsClient>().StartAsync("fig");

        await run.ShouldGiveAsync([1, 2]);
        await run.Pick.ShouldStreamAsync(new Basket(["fig", "plum"]));
        Assert.Contains("to give [1, 3], but it gave [1, 2]", await MessageOf(() => run.ShouldGiveAsync([1, 3])), StringComparison.Ordinal);
        Assert.Contains(
            "differ from index 0 on", await MessageOf(() => run.Pick.ShouldStreamAsync(new Basket(["fig"]))), StringComparison.Ordinal);
    });

    private static async Task<string> MessageOf(Func<Task> assertion) => (await Assert.ThrowsAsync<AgentAssertionException>(assertion)).Message;

    private static Task InHost(Func<AgentTestHost, Script, Task> test)
    {
        var script = new Script();
        return AgentTestHost.RunAsync(
            static agents => agents.AddSolo(), host => test(host, script),
            new AgentTestHostOptions { Services = services => services.AddSingleton(script) });
    }
}
