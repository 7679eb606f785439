namespace Agents.Soak.Jobs;

/// <summary>Ways to read what <see cref="Talker"/> says; each checks that nothing is missing, and nothing twice.</summary>
internal static class Readers
{
    /// <summary>Reads to the end, and gives how much it was.</summary>
    public static async Task<int> ReadAsync(SoakHost host, NodeStream<Word> stream)
    {
        var count = 0;
        await foreach (var word in host.Witnesses.Watch(stream.StreamAsync()))
            Check.Equal(count++, host.Witnesses.Watch(word).Number, "next word");
        return count;
    }

    /// <summary>Leaves in the middle, comes back to where it was, and gives how much it was in all.</summary>
    public static async Task<int> LeaveAndReturnAsync(NodeStream<Word> stream, int leaveAfter)
    {
        var (count, place) = (0, default(Cursor));
        await foreach (var chunk in stream.StreamAllAsync())
        {
            Check.Equal(count++, chunk.Value.Number, "word before the break");
            place = chunk.Cursor;
            if (count == leaveAfter)
                break;
        }

        await foreach (var chunk in stream.StreamAllAsync(new StreamOptions { From = StreamStart.After(place!) }))
            Check.Equal(count++, chunk.Value.Number, "word after the break");
        return count;
    }

    /// <summary>Reads until its token fires, which it does in the middle.</summary>
    public static async Task LoseTokenAsync(NodeStream<Word> stream, int loseAfter)
    {
        using var patience = new CancellationTokenSource();
        var count = 0;
        try
        {
            await foreach (var word in stream.StreamAsync().WithCancellation(patience.Token))
            {
                Check.Equal(count++, word.Number, "word before the token fires");
                if (count == loseAfter)
                    await patience.CancelAsync();
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
        }
    }

    /// <summary>Is called back to the end, and gives how much it was.</summary>
    public static async Task<int> ListenAsync(SoakHost host, NodeStream<Word> stream)
    {
        var (count, ends) = (0, 0);
        await using var subscription = host.Witnesses.Watch(stream.Subscribe(update =>
        {
            foreach (var word in update.New)
                Check.Equal(count++, word.Number, "word called back");
            ends += update.IsComplete ? 1 : 0;
        }));
        await subscription.Completion;
        Check.Equal(1, ends, "ends called back");
        return count;
    }

    /// <summary>Is called back, and detaches when it has seen something.</summary>
    public static async Task DetachAsync(NodeStream<Word> stream)
    {
        var (some, detached, late) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), false, 0);
        var subscription = stream.Subscribe(_ =>
        {
            late += Volatile.Read(ref detached) ? 1 : 0;
            some.TrySetResult();
        });
        await some.Task;
        await subscription.DisposeAsync();
        Volatile.Write(ref detached, true);
        await Task.Yield();
        Check.Equal(0, late, "calls after the disposal");
    }
}
