namespace Agents.Runtime;

/// <summary>
/// The plain enumeration of an invocation's chunks. After a reset the new attempt must repeat what was given: what it
/// repeats is skipped, and where it differs the reader throws, or starts anew.
/// </summary>
internal sealed class ChunkReader<T>(
    NodeSlot<T> slot, int? ordinal, ReadStart start, StreamOptions? options, CancellationToken cancellationToken)
    : InvocationReader<T>(slot, ordinal, start, options?.Committed ?? false, cancellationToken), IAsyncEnumerator<T>
{
    private AttemptStream<T>? given;
    private int givenFirst;
    private int givenNext;
    private bool isDone;

    /// <summary>Chunks that are recorded and lie in a row behind <see cref="InvocationReader{T}.Next"/>, to be given without a further look.</summary>
    private AttemptStream<T>.Cell[]? row;
    private int rowNext;
    private int rowEnd;

    public T Current { get; private set; } = default!;

    ValueTask<bool> IAsyncEnumerator<T>.MoveNextAsync()
    {
        // Unless somebody has to be told something else first: that the token fired, or that a newer attempt has begun.
        if (rowNext < rowEnd && IsUndisturbed && Stream!.Latest == Attempt)
        {
            Current = row![rowNext++].Value;
            Next++;
            return new ValueTask<bool>(true);
        }

        rowEnd = 0;
        return MoveNextAsync();
    }

    protected override Advance TryAdvance()
    {
        while (!isDone)
        {
            switch (TakeNext(out var before))
            {
                case Look.Nothing:
                    return Advance.Nothing;
                case Look.Chunk:
                    var chunk = Attempt![Next - 1];
                    if (given is not null && IsRepeated(chunk))
                        break;
                    Current = chunk;
                    if (given is null)
                        row = Attempt.GetRowBehind(Next - 1, out rowNext, out rowEnd);
                    return Advance.Item;
                case Look.Reset:
                    // An attempt that failed while it was compared leaves the comparison as it is.
                    if (given is null)
                    {
                        // What lay before the first chunk that was given stays out of it, however often the attempt changes.
                        (given, var first, givenNext) = before;
                        givenFirst = Math.Max(givenFirst, first);
                    }

                    break;
                default:
                    if (given is not null && HasCompleted)
                    {
                        StartAnew();
                        break;
                    }

                    isDone = true;
                    if (!HasCompleted)
                        Ended.ThrowUnlessCompleted(Run.Id);
                    break;
            }
        }

        return Advance.End;
    }

    private bool IsRepeated(T chunk)
    {
        var index = Next - 1;
        if (index < givenFirst)
            return true;
        if (index < givenNext)
        {
            var comparer = (options as StreamOptions<T>)?.Comparer;
            if (!Run.Agent.Host.Payloads.AreEqual(given![index], chunk, comparer))
            {
                StartAnew();
                return true;
            }

            if (index == givenNext - 1)
                given = null;
            return true;
        }

        given = null;
        return false;
    }

    private void StartAnew()
    {
        if (options?.OnReset is not StreamReset.Restart)
        {
            isDone = true;
            throw new StreamResetException(Id!.Value, AttemptNumber, givenNext - givenFirst);
        }

        given = null;
        givenFirst = 0;
        Next = 0;
    }
}
