namespace Agents.Soak.Jobs;

/// <summary>Cancels a run midway.</summary>
internal sealed class CancelJob : IJob
{
    private const string Reason = "not needed any more";

    public string Name => "canceled midway";

    public int Weight => 6;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var number = random.Next(1_000);
        var run = host.Witnesses.Watch(await host.Sleeper.StartAsync(number));
        var reading = run.Sleep.StreamAsync().ToListAsync().AsTask();
        var waiting = run.GetResultAsync();
        // At any moment: before the node begins, while it streams, after it has.
        if (random.Next(4) is > 0 and var wait)
            await Task.Delay(wait);
        Check.Equal(true, await run.CancelAsync(Reason), "canceled");
        Check.Equal(false, await run.CancelAsync(Reason), "canceled twice");
        var canceled = await Check.ThrowsAsync<AgentCanceledException>(waiting, "result of a canceled run");
        Check.Equal(Reason, canceled.Reason, "reason");
        await Check.ThrowsAsync<AgentCanceledException>(reading, "stream of a canceled run");
        Check.Equal(RunStatus.Canceled, (await run.GetInfoAsync()).Status, "status");
        foreach (var said in (await run.Sleep.GetSnapshotAsync()).Invocations.Values.SelectMany(static invocation => invocation.Chunks))
            Check.Equal(number, said.Number, "what was streamed before");
    }
}
