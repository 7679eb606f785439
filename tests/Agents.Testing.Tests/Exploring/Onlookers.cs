namespace Agents.Testing.Tests;

/// <summary>Readers of every kind, which come and go while a run goes on.</summary>
internal static class Onlookers
{
    public static async Task WatchAsync<T>(AgentRun run, NodeStream<T> stream, Dice dice)
    {
        await using var subscription = stream.SubscribeAll(static async _ => await Task.Yield());
        await using var left = stream.Subscribe(static _ => { });
        using var patience = new CancellationTokenSource();
        await Task.WhenAll(
            ToEndAsync(stream.StreamAllAsync()),
            ToEndAsync(stream.StreamAsync(new StreamOptions { OnReset = StreamReset.Restart })),
            ToEndAsync(stream.StreamAsync().ReadItemsAsync()),
            LookIntoAsync(stream.StreamAllAsync(), dice.Next(5)),
            LookIntoAsync(stream.ReadInvocationsAsync(), dice.Next(3)),
            EndOf(run.GetResultAsync()),
            EndOf(run.WaitForEndAsync(patience.Token)),
            EndOf(subscription.Completion),
            LeaveAsync(),
            ReadTreeAsync(run, dice));

        async Task LeaveAsync()
        {
            for (var turns = dice.Next(20); turns > 0; turns--)
                await Task.Yield();
            await left.DisposeAsync();
            patience.Cancel();
        }
    }

    /// <summary>Reads a run and all below it in pieces, each from where the one before was left, and all at once.</summary>
    public static async Task ReadTreeAsync(AgentRun run, Dice dice)
    {
        var pieces = new List<RunEvent>();
        for (var left = 0; left == 0;)
        {
            Cursor? after = pieces is [.., var last] ? Cursor.Parse(last.Cursor.ToString()) : null;
            left = 1 + dice.Next(25);
            await foreach (var logged in run.ReadEventsAsync(after, includeChildren: true))
            {
                pieces.Add(logged);
                if (--left == 0)
                    break;
            }
        }

        RunInvariants.Check(pieces);
        var whole = new List<RunEvent>();
        await foreach (var logged in run.ReadEventsAsync(includeChildren: true))
            whole.Add(logged);
        RunInvariants.Check(whole);
        Assert.Equal(
            whole.Select(static logged => (logged.Run, logged.Position)).Order(), pieces.Select(static logged => (logged.Run, logged.Position)).Order());
    }

    /// <summary>Waits for an end that is looked at elsewhere.</summary>
    public static async Task EndOf(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception) when (exception is AgentException or OperationCanceledException)
        {
            // How the run ended is not what this one is about.
        }
    }

    private static Task ToEndAsync<T>(IAsyncEnumerable<T> source) => LookIntoAsync(source, int.MaxValue);

    private static Task LookIntoAsync<T>(IAsyncEnumerable<T> source, int count)
    {
        return EndOf(ReadAsync());

        async Task ReadAsync()
        {
            await foreach (var item in source)
            {
                Assert.NotNull(item);
                if (count-- <= 0)
                    break;
            }
        }
    }
}
