namespace Agents.Runtime;

/// <summary>The streams of a node of a run in this process.</summary>
internal sealed class LocalNodeStream<T>(NodeSlot<T> slot) : NodeStream<T>
{
    private Run Run => slot.Run;

    public override ChunkStream<T> StreamAsync(StreamOptions? options = null)
    {
        Check(options);
        return new LocalChunkStream<T>(slot, null, options);
    }

    public override ChunkStream<T> StreamAsync(InvocationId invocation, StreamOptions? options = null)
    {
        Check(options);
        return new LocalChunkStream<T>(slot, Check(invocation), options);
    }

    public override IAsyncEnumerable<Chunk<T>> StreamAllAsync(StreamOptions? options = null)
    {
        Check(options);
        return new Sequence<Chunk<T>>(Run, token =>
            new AllChunksReader<T>(slot, ReadStart.Of(Run, options).After, options?.Committed ?? false, token));
    }

    public override IAsyncEnumerable<ChunkStream<T>> ReadInvocationsAsync(StreamOptions? options = null)
    {
        Check(options);
        return new Sequence<ChunkStream<T>>(Run, token => new InvocationsReader<T>(slot, ReadStart.Of(Run, options), options, token));
    }

    public override ValueTask<StreamSnapshot<T>> GetSnapshotAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<StreamSnapshot<T>>(cancellationToken);
        // What is known at one position can be gathered without the lock, however much it is.
        var invocations = new OrderedDictionary<InvocationId, InvocationSnapshot<T>>();
        var streams = slot.Capture(out var position);
        foreach (var stream in streams)
        {
            var attempt = stream.LatestAt(position);
            invocations.Add(stream.Id, new InvocationSnapshot<T>
            {
                Attempt = attempt?.Attempt ?? 0,
                Chunks = ChunkView<T>.Of(attempt, 0, attempt?.CountUpTo(position) ?? 0),
                ResetCount = Math.Max((attempt?.Attempt ?? 0) - 1, 0),
                Outcome = stream.EndAt(position)?.Outcome,
            });
        }

        var cursor = new Cursor(Run.Id, position);
        return new(new StreamSnapshot<T> { Invocations = invocations, Cursor = cursor });
    }

    protected override Subscription SubscribeCore(
        InvocationId? invocation, Func<StreamUpdate<T>, ValueTask> handler, StreamOptions? options)
    {
        Check(options);
        int? ordinal = invocation is { } given ? Check(given) : null;
        var start = ReadStart.Of(Run, options);
        return new LocalSubscription<StreamUpdate<T>>(
            Run, handler, token => new UpdateReader<T>(slot, ordinal, start, options, token));
    }

    protected override Subscription SubscribeAllCore(Func<StreamAllUpdate<T>, ValueTask> handler, StreamOptions? options)
    {
        Check(options);
        var start = ReadStart.Of(Run, options);
        return new LocalSubscription<StreamAllUpdate<T>>(
            Run, handler, token => new AllUpdatesReader<T>(slot, start, options?.Committed ?? false, token));
    }

    private void Check(StreamOptions? options)
    {
        if (options is null)
            return;
        Run.CheckCursor(options.From.Cursor);
        if (options.GetType() is { IsGenericType: true } type && type != typeof(StreamOptions<T>))
        {
            throw new ArgumentException(
                $"These options compare chunks of {type.GetGenericArguments()[0]}, but node '{slot.Node.Name}' streams {typeof(T)}.",
                nameof(options));
        }
    }

    private int Check(InvocationId invocation)
    {
        if (invocation.Run != Run.Id)
        {
            throw new ArgumentException(
                $"Invocation {invocation} is of another run than this stream, which is of run {Run.Id}.", nameof(invocation));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(invocation.Ordinal, 1, nameof(invocation));
        return invocation.Ordinal;
    }
}
