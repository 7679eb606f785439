using System.Collections.Concurrent;
using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Writes starts, members and aggregates as generated code would.</summary>
internal static class Scoped
{
    public static EdgeDefinition To(int target) => new("next", target);

    /// <summary>An edge to an aggregate that gathers a list.</summary>
    public static EdgeDefinition Gather<T>(int target) => Gather<ListAggregator<T>, T, List<T>, IReadOnlyList<T>>(target);

    public static EdgeDefinition Gather<TAggregator, TItem, TState, TFold>(int target)
        where TAggregator : IAggregator<TItem, TState, TFold> =>
        new GatherEdgeDefinition<TItem, TState>("gather", target, static (ref state, item) => TAggregator.Add(ref state, item));

    /// <summary>A node that only emits.</summary>
    public static NodeDefinition<Robot, Job, string> Member(
        string name, Func<Job, NodeAttempt, Task> work, EdgeDefinition[] edges, int maxAttempts = 0, int maxConcurrency = 0) =>
        new(name, Write.JobInput, (_, job, attempt) => NodeReturn<string>.NothingAfter(work(job, attempt)))
        {
            Edges = edges,
            Stream = new StreamDefinition<int>(),
            MaxAttempts = maxAttempts,
            MaxConcurrency = maxConcurrency,
        };

    public static NodeDefinition<Robot, Job, string> Start<TValue>(
        string name, int aggregate, Func<Job, NodeAttempt, TValue> work, EdgeDefinition[] edges, bool allowsNull = false) =>
        new(name, Write.JobInput, (_, job, attempt) => NodeReturn<string>.Start(work(job, attempt), allowsNull)) { Edges = edges, Aggregate = aggregate };

    /// <summary>A start that gives nothing to its aggregate.</summary>
    public static NodeDefinition<Robot, Job, string> Start(string name, int aggregate, Action<Job, NodeAttempt> work, EdgeDefinition[] edges) =>
        new(name, Write.JobInput, (_, job, attempt) =>
        {
            work(job, attempt);
            return NodeReturn<string>.Nothing;
        })
        { Edges = edges, Aggregate = aggregate };

    /// <summary>A start that emits so many jobs, tagged 0, 1, 2 …, to its first edge, and gives their number to its aggregate.</summary>
    public static NodeDefinition<Robot, Job, string> Split(int aggregate, int count, params EdgeDefinition[] edges) => Start(
        "split",
        aggregate,
        (job, attempt) =>
        {
            for (var tag = 0; tag < count; tag++)
                attempt.GetEdge<Job>(0).Emit(new Job(job.Fuel, tag));
            return count;
        },
        edges);

    /// <summary>An aggregate of a list.</summary>
    public static NodeDefinition<Robot, (IReadOnlyList<T> Fold, object? Start), string> Aggregate<T>(
        string name, Func<IReadOnlyList<T>, object?, NodeAttempt, string?> work, params EdgeDefinition[] edges) =>
        Aggregate<ListAggregator<T>, T, List<T>, IReadOnlyList<T>>(name, work, edges);

    public static NodeDefinition<Robot, (TFold Fold, object? Start), string> Aggregate<TAggregator, TItem, TState, TFold>(
        string name,
        Func<TFold, object?, NodeAttempt, string?> work,
        EdgeDefinition[] edges,
        bool mayFinishEarly = false,
        EarlyFinish onEarlyFinish = EarlyFinish.Cancel,
        int? aggregate = null)
        where TAggregator : IAggregator<TItem, TState, TFold> =>
        new(name, FoldInput<TFold>(), (_, input, attempt) => aggregate is null
            ? NodeReturn<string>.OptionalResult(work(input.Fold, input.Start, attempt))
            : NodeReturn<string>.Start(work(input.Fold, input.Start, attempt), allowsNull: true))
        {
            Edges = edges,
            Aggregate = aggregate,
            GivesResult = aggregate is null,
            Stream = new StreamDefinition<int>(),
            Fold = new FoldDefinition<TAggregator, TItem, TState, TFold, (TFold Fold, object? Start)>(static (fold, start) => (fold, start))
            {
                MayFinishEarly = mayFinishEarly,
                OnEarlyFinish = onEarlyFinish,
            },
        };

    public static NodeInput<(TFold Fold, object? Start)> FoldInput<TFold>() => new()
    {
        Parameters = [new NodeParameter("fold", typeof(TFold)), new NodeParameter("start", typeof(object))],
        Read = static json => (json.Get<TFold>("fold"), json.Get<object?>("start")),
        Write = static (json, input) => json.Set("fold", input.Fold),
    };

    public static Task Soon(this Task task) => task.WaitAsync(Stage.Patience);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Stage.Patience);

    /// <summary>Waits until so many events of a kind are recorded.</summary>
    public static async Task SawAsync<TEvent>(this RunConnection run, int count, Func<TEvent, bool>? wanted = null)
        where TEvent : RunEvent
    {
        await using var events = run.ReadEventsAsync(null, false).GetAsyncEnumerator();
        while (count > 0)
        {
            Assert.True(await events.MoveNextAsync().AsTask().Soon(), "The run has ended.");
            if (events.Current is TEvent found && (wanted is null || wanted(found)))
                count--;
        }
    }

    /// <summary>All events of a run that ends; their positions are checked.</summary>
    public static async Task<List<RunEvent>> EventsSoon(this RunConnection run)
    {
        var events = await run.ReadEventsAsync(null, false).ToListAsync().Soon();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(static position => (long)position), events.Select(static one => one.Position));
        var created = events.SelectMany(static one => one switch
        {
            RunEvent.InvocationCompleted completed => completed.Emitted.Select(static emitted => emitted.Invocation.Ordinal),
            RunEvent.ScopeClosed closed => [closed.Aggregate.Ordinal],
            _ => [],
        });
        Assert.Equal(Enumerable.Range(2, created.Count()), created);
        Assert.Single(events, static one => one is RunEvent.RunCompleted or RunEvent.RunFailed or RunEvent.RunCanceled);
        return events;
    }
}

/// <summary>Gates by tag: members wait until the test lets them go on.</summary>
internal sealed class Gates
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> gates = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource> reached = new();

    public Task WaitAsync(int tag, CancellationToken cancellationToken = default)
    {
        Of(reached, tag).TrySetResult();
        return Of(gates, tag).Task.WaitAsync(cancellationToken);
    }

    public void Open(int tag) => Of(gates, tag).TrySetResult();

    /// <summary>Waits until a member stands before its gate.</summary>
    public Task ReachedAsync(int tag) => Of(reached, tag).Task.Soon();

    private static TaskCompletionSource Of(ConcurrentDictionary<int, TaskCompletionSource> all, int tag) =>
        all.GetOrAdd(tag, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
