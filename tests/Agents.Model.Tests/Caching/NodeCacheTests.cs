using Agents.Infrastructure;
using Agents.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>What a node gave is given again for equal inputs: its chunks, its emits, its result.</summary>
public sealed class NodeCacheTests
{
    private int calls;
    private WeakReference? seen;

    [Fact]
    public async Task Equal_inputs_give_the_same_chunks_emits_and_result_without_a_call()
    {
        await using var stage = Stage.Of(Agent(seconds: 60));
        var first = await RunAsync(stage, new Job(1, 7));
        var second = await RunAsync(stage, new Job(1, 7));
        var other = await RunAsync(stage, new Job(1, 8));
        Assert.Equal(2, calls);
        Assert.Equal(Shown(first), Shown(second));
        Assert.NotEqual(Shown(first), Shown(other));
        Assert.Equal([false, true, false], new[] { first, second, other }
            .Select(static events => events.OfType<RunEvent.InvocationCompleted>().First().FromCache));
        Assert.All(second.OfType<RunEvent.OfInvocation>(), static logged => Assert.True(logged.Invocation.Ordinal <= 3));
    }

    [Fact]
    public async Task Only_for_a_time()
    {
        var time = new VirtualTime();
        await using var stage = Stage.Of(Agent(seconds: 60), time);
        await RunAsync(stage, default);
        time.Advance(TimeSpan.FromSeconds(59));
        await RunAsync(stage, default);
        Assert.Equal(1, calls);
        time.Advance(TimeSpan.FromSeconds(1));
        await RunAsync(stage, default);
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Never_without_the_attribute()
    {
        await using var stage = Stage.Of(Agent(seconds: 0));
        await RunAsync(stage, default);
        await RunAsync(stage, default);
        Assert.Equal(2, calls);
        Assert.Equal(0, stage.Host.Cache.Count);
    }

    [Fact]
    public async Task The_least_recently_used_goes_first()
    {
        await using var stage = Stage.Of(Agent(seconds: 60), configure: static options => options.Cache.MaxEntries = 2);
        await RunAsync(stage, new Job(0, 1));
        await RunAsync(stage, new Job(0, 2));
        await RunAsync(stage, new Job(0, 1));
        await RunAsync(stage, new Job(0, 3));
        Assert.Equal(3, calls);
        Assert.Equal(2, stage.Host.Cache.Count);
        await RunAsync(stage, new Job(0, 1));
        Assert.Equal(3, calls);
        await RunAsync(stage, new Job(0, 2));
        Assert.Equal(4, calls);
    }

    [Fact]
    public async Task What_failed_is_not_kept_and_a_retry_is()
    {
        await using var stage = Stage.Of(Agent(seconds: 60, failures: 1));
        var first = await RunAsync(stage, default);
        var second = await RunAsync(stage, default);
        Assert.Equal(2, calls);
        Assert.Contains(first, static logged => logged is RunEvent.AttemptFailed);
        Assert.DoesNotContain(second, static logged => logged is RunEvent.AttemptFailed);
        Assert.Equal(
            first.OfType<RunEvent.Chunk>().Where(static chunk => chunk.Attempt == 2).Select(static chunk => chunk.Value),
            second.OfType<RunEvent.Chunk>().Select(static chunk => chunk.Value));
    }

    [Fact]
    public async Task Inputs_without_json_fail_saying_so()
    {
        var input = new NodeInput<Func<int>>
        {
            Parameters = [new NodeParameter("work", typeof(Func<int>))],
            Read = static json => json.Get<Func<int>>("work"),
            Write = static (json, work) => json.Set("work", work),
        };
        var agent = new AgentDefinition<Robot, Func<int>, int>("robot")
        {
            Nodes = [new NodeDefinition<Robot, Func<int>, int>("only", input, static (_, work, _) => NodeReturn<int>.Result(work()))
            {
                GivesResult = true, CacheSeconds = 1, MaxAttempts = 1,
            }],
            CreateRun = static connection => throw new NotSupportedException($"Run {connection.Id} is used by its connection."),
        };
        await using var stage = new FunctionStage(agent);
        var run = await stage.Connection.StartAsync(static () => 1, null, default);
        var failed = await Assert.ThrowsAsync<AgentFailedException>(() => run.GetResultAsync(default).WaitAsync(Stage.Patience));
        Assert.Contains("node 'only'", failed.Message, StringComparison.Ordinal);
        Assert.Contains("CacheSeconds", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_run_is_kept_alive()
    {
        await using var stage = Stage.Of(Agent(seconds: 3600), configure: static options => options.Retention.MaxFinishedRuns = 0);
        var run = await WeakRunAsync(stage);
        for (var round = 0; round < 50 && run.IsAlive; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Yield();
        }

        Assert.False(run.IsAlive);
        Assert.Equal(1, stage.Host.Cache.Count);
    }

    private async Task<WeakReference> WeakRunAsync(Stage<int> stage)
    {
        var connection = await stage.StartAsync();
        await connection.WaitForEndAsync(default);
        return seen!;
    }

    private static async Task<List<RunEvent>> RunAsync(Stage<int> stage, Job job)
    {
        var run = await stage.StartAsync(job);
        return await run.ReadEventsAsync(null, false).ToListAsync();
    }

    /// <summary>What each invocation logs, in its order: which of two that execute at once logs first is chance.</summary>
    private static IEnumerable<string> Shown(List<RunEvent> events) => events.OrderBy(OrdinalOf).Select(static logged => logged switch
    {
        RunEvent.Chunk chunk => $"chunk {chunk.Index}: {chunk.Value}",
        RunEvent.InvocationCompleted completed => $"completed {completed.Node}: " + string.Join(", ", completed.Emitted.SelectMany(static emitted => emitted.Inputs)),
        RunEvent.ResultGiven given => $"result {given.Result}",
        _ => logged.GetType().Name,
    });

    private static int OrdinalOf(RunEvent logged) => logged is RunEvent.OfInvocation of ? of.Invocation.Ordinal : int.MaxValue;

    private AgentDefinition<Robot, Job, int> Agent(double seconds, int failures = 0) => Write.Agent(
        new NodeDefinition<Robot, Job, int>("cached", Write.JobInput, (_, job, attempt) => NodeReturn.NullableResultOf(Work(job, attempt, failures)))
        {
            Edges = [new EdgeDefinition("next", 1)],
            Stream = new StreamDefinition<int>(),
            GivesResult = true,
            CacheSeconds = seconds,
        },
        Write.Node("next", static (job, _) => Task.FromResult<int?>(null)));

    private async Task<int?> Work(Job job, NodeAttempt attempt, int failures)
    {
        Interlocked.Increment(ref calls);
        seen = new WeakReference(((InvocationAttempt)attempt).Run);
        for (var index = 0; index < 3; index++)
            await attempt.GetWriter<int>().WriteAsync((attempt.Attempt * 1000) + (job.Tag * 10) + index);
        if (attempt.Attempt <= failures)
            throw new InvalidOperationException("for now");
        attempt.GetEdge<Job>(0).Emit(job with { Tag = job.Tag + 100 });
        attempt.GetEdge<Job>(0).Emit(job with { Tag = job.Tag + 200 });
        return job.Tag;
    }

    private sealed class FunctionStage : IAsyncDisposable
    {
        private readonly ServiceProvider services;

        public FunctionStage(AgentDefinition<Robot, Func<int>, int> agent)
        {
            var collection = new ServiceCollection();
            collection.AddAgents().AddModule<Robot, object>(agent, static _ => new object());
            services = collection.BuildServiceProvider();
            Connection = services.GetRequiredService<IAgentRuntime>().Connect(agent);
        }

        public AgentConnection<Func<int>, int> Connection { get; }

        public ValueTask DisposeAsync() => services.DisposeAsync();
    }
}
