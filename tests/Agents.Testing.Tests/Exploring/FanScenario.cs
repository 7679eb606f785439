namespace Agents.Testing.Tests;

/// <summary>Parallel nodes that stream, fail by chance, hang and are canceled, with readers of every kind.</summary>
internal static class FanScenario
{
    public static async Task PlayAsync(AgentTestHost host)
    {
        var seed = host.Options.Seed;
        host.Faults.FailRandomly("Work", 0.2);
        host.Faults.Delay("Work", TimeSpan.FromMilliseconds(seed % 7), attempt: 1);
        if (seed % 3 == 0)
            host.Faults.CancelAtEvent((seed % 40) + 1);

        var runs = new[] { await host.Get<FanClient>().StartAsync(5), await host.Get<FanClient>().StartAsync(1 + (seed % 4)) };
        await Task.WhenAll(runs.Select(ReadAsync));
    }

    private static async Task ReadAsync(FanRun run)
    {
        await using var subscription = run.Work.SubscribeAll(static async update => await Task.Yield());
        await using var left = run.Work.SubscribeAll(static _ => { });
        await left.DisposeAsync();
        await Task.WhenAll(
            RunInvariants.CheckAsync(run),
            ToEndAsync(run.Work.StreamAllAsync()),
            ToEndAsync(run.Work.StreamAsync()),
            ToEndAsync(run.Work.StreamAsync().ReadItemsAsync()),
            EndOf(run.GetResultAsync()),
            EndOf(subscription.Completion));
    }

    private static async Task ToEndAsync<T>(IAsyncEnumerable<T> source)
    {
        try
        {
            await foreach (var item in source)
                Assert.NotNull(item);
        }
        catch (AgentException)
        {
            // How the run ended is not what this reader is about.
        }
    }

    private static async Task EndOf(Task task)
    {
        try
        {
            await task;
        }
        catch (AgentException)
        {
            // Likewise.
        }
    }
}
