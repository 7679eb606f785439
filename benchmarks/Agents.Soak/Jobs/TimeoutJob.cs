namespace Agents.Soak.Jobs;

/// <summary>A run, or its only attempt, that takes longer than it may.</summary>
internal sealed class TimeoutJob : IJob
{
    public string Name => "timed out";

    public int Weight => 2;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var time = TimeSpan.FromMilliseconds(random.Next(5, 20));
        var options = random.Next(2) == 0 ? new RunOptions { Timeout = time } : new RunOptions { AttemptTimeout = time, MaxAttempts = 1 };
        var run = host.Witnesses.Watch(await host.Sleeper.StartAsync(random.Next(1_000), options));
        var failed = await Check.ThrowsAsync<AgentFailedException>(run.GetResultAsync(), "result of a run that took too long");
        Check.Equal(FailureCodes.Timeout, failed.Failure.Code, "code");
    }
}
