namespace Agents.Soak.Jobs;

/// <summary>A node that fails: at once for good, or as often as it may be tried.</summary>
internal sealed class FailureJob : IJob
{
    public string Name => "failed";

    public int Weight => 5;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var forGood = random.Next(4) > 0;
        var walk = host.Witnesses.Watch(new Walk(random.Next(1, 5), int.MaxValue, forGood));
        var run = host.Witnesses.Watch(await host.Stumbler.StartAsync(walk));
        var reading = run.Walk.StreamAsync().CountAsync().AsTask();
        var failed = await Check.ThrowsAsync<AgentFailedException>(run.GetResultAsync(), "result of a failed run");
        Check.Equal(FailureCodes.Exception, failed.Failure.Code, "code");
        Check.Equal(forGood ? 1 : Stumbler.MaxAttempts, failed.Failure.Attempts, "attempts");
        try
        {
            await reading;
            throw new WrongResultException("The stream of a failed node ended well.");
        }
        catch (AgentFailedException)
        {
        }
        catch (StreamResetException) when (!forGood)
        {
            // It had read of the first attempt when the second one streamed something else.
        }

        Check.Equal(RunStatus.Failed, (await run.GetInfoAsync()).Status, "status");
    }
}
