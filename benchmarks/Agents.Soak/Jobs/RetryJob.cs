namespace Agents.Soak.Jobs;

/// <summary>A node that fails some times before it does not.</summary>
internal sealed class RetryJob : IJob
{
    public string Name => "retried";

    public int Weight => 4;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var walk = host.Witnesses.Watch(new Walk(random.Next(1, 5), random.Next(1, Stumbler.MaxAttempts), ForGood: false));
        var run = host.Witnesses.Watch(await host.Stumbler.StartAsync(walk));
        var restart = new StreamOptions { OnReset = StreamReset.Restart };
        var committed = run.Walk.StreamAsync(new StreamOptions { Committed = true }).ToListAsync().AsTask();
        var last = -1;
        await foreach (var step in run.Walk.StreamAsync(restart))
            last = step.Number;
        var attempt = walk.Falls + 1;
        Check.Equal((attempt * walk.Steps) + walk.Steps - 1, last, "last step");
        Check.Equal(walk.Steps, (await committed).Count, "steps of the attempt that counts");
        Check.Equal(attempt, await run.GetResultAsync(), "attempt that gave the result");
        Check.Equal(walk.Falls, await run.ReadEventsAsync().CountAsync(static recorded => recorded is RunEvent.AttemptFailed), "failures among the events");
    }
}
