using Agents.Runtime;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>What cannot be stored is refused by the call that hands it over, and fails its node, not the host.</summary>
public sealed class PayloadTests
{
    private readonly ShaperScript script = new();
    private readonly InMemoryStore store = new();

    [Fact]
    public Task An_input_that_cannot_be_written_starts_nothing() => PlayAsync(async host =>
    {
        var thrown = await Assert.ThrowsAsync<PayloadException>(async () => await host.Get<ShaperClient>().StartAsync(new Fragile(IsBad: true)));
        Assert.Equal("Form", thrown.Node);
        Assert.Contains("input", thrown.Member, StringComparison.Ordinal);
        Assert.Contains("It broke.", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, store.Events);
        Assert.Equal("plain", (await host.Get<ShaperClient>().InvokeAsync(new Fragile(IsBad: false))).Name);
    });

    [Fact]
    public Task A_chunk_of_another_type_than_declared_is_refused_and_the_node_may_go_on() => PlayAsync(async host =>
    {
        script.Work = static async (shapes, _, token) =>
        {
            var thrown = await Assert.ThrowsAsync<PayloadException>(async () => await shapes.WriteAsync(new Square("square", 2), token));
            Assert.Contains(nameof(Square), thrown.Message, StringComparison.Ordinal);
            await shapes.WriteAsync(new Shape("circle"), token);
            return new Shape("done");
        };
        var run = await host.Get<ShaperClient>().StartAsync(new Fragile(IsBad: false));
        Assert.Equal("done", (await run.GetResultAsync()).Name);
        var read = new List<string>();
        await foreach (var shape in run.Form.StreamAsync())
            read.Add(shape.Name);
        Assert.Equal(["circle"], read);
        Assert.Equal(1, script.Attempts);
    });

    [Fact]
    public Task A_result_that_cannot_be_stored_fails_the_node_at_once_and_other_runs_go_on() => PlayAsync(async host =>
    {
        script.Work = (_, _, _) => Task.FromResult<Shape>(script.Attempts == 1 ? new Square("square", 2) : new Shape("plain"));
        var client = host.Get<ShaperClient>();
        var run = await client.StartAsync(new Fragile(IsBad: false));
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync());
        Assert.Contains("'Form'", failed.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(Square), failed.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, script.Attempts);
        Assert.Equal("plain", (await client.InvokeAsync(new Fragile(IsBad: false))).Name);
        await RunInvariants.CheckAsync(run);
    });

    [Fact]
    public Task A_chunk_that_is_too_large_names_the_limit() => PlayAsync(
        async host =>
        {
            script.Work = static async (shapes, _, token) =>
            {
                await shapes.WriteAsync(new Shape(new string('x', 100)), token);
                await shapes.WriteAsync(new Shape(new string('x', 2_000)), token);
                return new Shape("done");
            };
            var run = await host.Get<ShaperClient>().StartAsync(new Fragile(IsBad: false));
            var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync());
            Assert.Equal(FailureCodes.Limit, failed.Failure.Code);
            Assert.Contains(nameof(RunLimits.PayloadBytes), failed.Failure.Message, StringComparison.Ordinal);
            Assert.Equal(1, script.Attempts);
        },
        static options => options.Limits.PayloadBytes = 1_000);

    [Fact]
    public Task A_run_that_grows_too_large_ends_with_the_limit_named() => PlayAsync(
        async host =>
        {
            script.Work = static async (shapes, _, token) =>
            {
                for (var count = 0; ; count++)
                    await shapes.WriteAsync(new Shape(new string('x', 500)), token);
            };
            var run = await host.Get<ShaperClient>().StartAsync(new Fragile(IsBad: false));
            var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync());
            Assert.Equal(FailureCodes.Limit, failed.Failure.Code);
            Assert.Contains(nameof(RunLimits.RunBytes), failed.Failure.Message, StringComparison.Ordinal);
            Assert.InRange(store.Events, 15, 40);
        },
        static options => options.Limits.RunBytes = 10_000);

    [Fact]
    public async Task Writers_wait_while_too_much_is_not_stored()
    {
        var held = new TaskCompletionSource();
        await PlayAsync(
            async host =>
            {
                var written = 0;
                script.Work = async (shapes, _, token) =>
                {
                    for (; written < 100; written++)
                        await shapes.WriteAsync(new Shape(new string('x', 100)), token);
                    return new Shape("done");
                };
                var run = await host.Get<ShaperClient>().StartAsync(new Fragile(IsBad: false));
                store.BeforeAppend = _ => new ValueTask(held.Task);
                await host.AdvanceAsync(TimeSpan.FromMinutes(1));
                Assert.InRange(written, 5, 40);
                held.SetResult();
                Assert.Equal("done", (await run.GetResultAsync()).Name);
                Assert.Equal(100, written);
            },
            static options => options.Journal.MaxUnstoredBytes = 2_000);
    }

    private Task PlayAsync(Func<AgentTestHost, Task> test, Action<AgentsOptions>? configure = null) => AgentTestHost.RunAsync(
        static agents => agents.AddShaper(), test,
        new AgentTestHostOptions { Store = store, Configure = configure, Services = services => services.AddSingleton(script) });
}
