using System.Runtime.CompilerServices;

namespace Agents;

/// <summary>
/// What a node streams, over all its invocations in a run: to be read as first, specific or all, or to be subscribed to.
/// Each reading is a view of the run's log: what is recorded first, then what comes, without gap or duplicate. Slow readers
/// hold up neither the run nor each other. Thread-safe.
/// </summary>
/// <typeparam name="T">The type of the chunks.</typeparam>
public abstract class NodeStream<T>
{
    /// <summary>Reads the node's first invocation, the one of the lowest ordinal.</summary>
    /// <param name="options">How to read, or null for the defaults.</param>
    public abstract ChunkStream<T> StreamAsync(StreamOptions? options = null);

    /// <summary>Reads one invocation. It need not have begun.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="options">How to read, or null for the defaults.</param>
    /// <exception cref="ArgumentException">The invocation is of another run or (when reading) of another node.</exception>
    public abstract ChunkStream<T> StreamAsync(InvocationId invocation, StreamOptions? options = null);

    /// <summary>Reads one case of a union from the node's first invocation: reconciled first, then filtered.</summary>
    /// <typeparam name="TCase">The case.</typeparam>
    /// <param name="options">How to read, or null for the defaults.</param>
    public IAsyncEnumerable<TCase> StreamAsync<TCase>(StreamOptions? options = null)
        where TCase : T => Filter<TCase>(StreamAsync(options));

    /// <summary>Reads one case of a union from one invocation: reconciled first, then filtered.</summary>
    /// <typeparam name="TCase">The case.</typeparam>
    /// <param name="invocation">The invocation.</param>
    /// <param name="options">How to read, or null for the defaults.</param>
    public IAsyncEnumerable<TCase> StreamAsync<TCase>(InvocationId invocation, StreamOptions? options = null)
        where TCase : T => Filter<TCase>(StreamAsync(invocation, options));

    /// <summary>
    /// Reads every invocation of the node, in the order of the run's log, all attempts included, until all work of the run
    /// has ended; then it ends normally, or throws how the run ended.
    /// </summary>
    /// <param name="options">How to read, or null for the defaults.</param>
    public abstract IAsyncEnumerable<Chunk<T>> StreamAllAsync(StreamOptions? options = null);

    /// <summary>
    /// Gives one stream per invocation, as each comes to be, until all work of the run has ended; then it ends normally, or
    /// throws how the run ended.
    /// </summary>
    /// <param name="options">How to read each invocation, or null for the defaults.</param>
    public abstract IAsyncEnumerable<ChunkStream<T>> ReadInvocationsAsync(StreamOptions? options = null);

    /// <summary>What is known now.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public abstract ValueTask<StreamSnapshot<T>> GetSnapshotAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Calls back about the node's first invocation: first with the whole backlog, then with what is new, at last with
    /// <see cref="StreamUpdate{T}.IsComplete"/>. Calls never overlap; while one runs, updates gather.
    /// </summary>
    /// <param name="handler">The callback. An exception ends this subscription and touches nothing else.</param>
    /// <param name="options">How to read, or null for the defaults.</param>
    public Subscription Subscribe(Action<StreamUpdate<T>> handler, StreamOptions? options = null) =>
        SubscribeCore(null, Handler.From(handler), options);

    /// <inheritdoc cref="Subscribe(Action{StreamUpdate{T}}, StreamOptions?)"/>
    [OverloadResolutionPriority(1)]
    public Subscription Subscribe(Func<StreamUpdate<T>, ValueTask> handler, StreamOptions? options = null) =>
        SubscribeCore(null, Handler.From(handler), options);

    /// <inheritdoc cref="Subscribe(Action{StreamUpdate{T}}, StreamOptions?)"/>
    [OverloadResolutionPriority(2)]
    public Subscription Subscribe(Func<StreamUpdate<T>, Task> handler, StreamOptions? options = null) =>
        SubscribeCore(null, Handler.From(handler), options);

    /// <summary>Calls back about one invocation. See <see cref="Subscribe(Action{StreamUpdate{T}}, StreamOptions?)"/>.</summary>
    /// <param name="invocation">The invocation. It need not have begun.</param>
    /// <param name="handler">The callback.</param>
    /// <param name="options">How to read, or null for the defaults.</param>
    public Subscription Subscribe(
        InvocationId invocation, Action<StreamUpdate<T>> handler, StreamOptions? options = null) =>
        SubscribeCore(invocation, Handler.From(handler), options);

    /// <inheritdoc cref="Subscribe(InvocationId, Action{StreamUpdate{T}}, StreamOptions?)"/>
    [OverloadResolutionPriority(1)]
    public Subscription Subscribe(
        InvocationId invocation, Func<StreamUpdate<T>, ValueTask> handler, StreamOptions? options = null) =>
        SubscribeCore(invocation, Handler.From(handler), options);

    /// <inheritdoc cref="Subscribe(InvocationId, Action{StreamUpdate{T}}, StreamOptions?)"/>
    [OverloadResolutionPriority(2)]
    public Subscription Subscribe(
        InvocationId invocation, Func<StreamUpdate<T>, Task> handler, StreamOptions? options = null) =>
        SubscribeCore(invocation, Handler.From(handler), options);

    /// <summary>
    /// Calls back about all invocations of the node, until all work of the run has ended.
    /// See <see cref="Subscribe(Action{StreamUpdate{T}}, StreamOptions?)"/>.
    /// </summary>
    /// <param name="handler">The callback.</param>
    /// <param name="options">How to read, or null for the defaults.</param>
    public Subscription SubscribeAll(Action<StreamAllUpdate<T>> handler, StreamOptions? options = null) =>
        SubscribeAllCore(Handler.From(handler), options);

    /// <inheritdoc cref="SubscribeAll(Action{StreamAllUpdate{T}}, StreamOptions?)"/>
    [OverloadResolutionPriority(1)]
    public Subscription SubscribeAll(Func<StreamAllUpdate<T>, ValueTask> handler, StreamOptions? options = null) =>
        SubscribeAllCore(Handler.From(handler), options);

    /// <inheritdoc cref="SubscribeAll(Action{StreamAllUpdate{T}}, StreamOptions?)"/>
    [OverloadResolutionPriority(2)]
    public Subscription SubscribeAll(Func<StreamAllUpdate<T>, Task> handler, StreamOptions? options = null) =>
        SubscribeAllCore(Handler.From(handler), options);

    /// <summary>Subscribes to the first invocation, or to a given one.</summary>
    /// <param name="invocation">The invocation, or null for the first.</param>
    /// <param name="handler">The callback.</param>
    /// <param name="options">How to read, or null for the defaults.</param>
    protected abstract Subscription SubscribeCore(
        InvocationId? invocation, Func<StreamUpdate<T>, ValueTask> handler, StreamOptions? options);

    /// <summary>Subscribes to all invocations.</summary>
    /// <param name="handler">The callback.</param>
    /// <param name="options">How to read, or null for the defaults.</param>
    protected abstract Subscription SubscribeAllCore(Func<StreamAllUpdate<T>, ValueTask> handler, StreamOptions? options);

    private static async IAsyncEnumerable<TCase> Filter<TCase>(
        ChunkStream<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TCase : T
    {
        await foreach (var chunk in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (chunk is TCase match)
                yield return match;
        }
    }
}

/// <summary>Brings the forms of a callback into one.</summary>
internal static class Handler
{
    internal static Func<T, ValueTask> From<T>(Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return update =>
        {
            handler(update);
            return ValueTask.CompletedTask;
        };
    }

    internal static Func<T, ValueTask> From<T>(Func<T, ValueTask> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return handler;
    }

    internal static Func<T, ValueTask> From<T>(Func<T, Task> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return update => new ValueTask(handler(update));
    }
}
