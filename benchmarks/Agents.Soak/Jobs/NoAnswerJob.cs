namespace Agents.Soak.Jobs;

/// <summary>A person who never answers: the run is canceled, takes too long, or goes on without.</summary>
internal sealed class NoAnswerJob : IJob
{
    public string Name => "never answered";

    public int Weight => 2;

    public bool IsPatient => true;

    public Task RunAsync(SoakHost host, Random random) => random.Next(3) switch
    {
        0 => CancelAsync(host, random),
        1 => TimeOutAsync(host, random),
        _ => ExpireAsync(host, random),
    };

    private static TimeSpan Wait(Random random) => TimeSpan.FromSeconds(1 + (random.NextDouble() * 2));

    private static async Task CancelAsync(SoakHost host, Random random)
    {
        var run = host.Witnesses.Watch(await host.Clerk.StartAsync(new Form(random.Next(1_000), null)));
        var request = host.Witnesses.Watch(await run.Desk.ReadAsync().FirstAsync());
        await Task.Delay(Wait(random));
        Check.Equal(true, await run.CancelAsync("nobody answers"), "canceled");
        await Check.ThrowsAsync<AgentCanceledException>(run.GetResultAsync(), "result of a canceled run");
        var closed = await Check.ThrowsAsync<HumanRequestClosedException>(
            run.Desk.AnswerAsync(request, Decision.Nobody).AsTask(), "answer after the end");
        Check.Equal(HumanRequestOutcome.Withdrawn, closed.Outcome, "outcome of the question");
    }

    private static async Task TimeOutAsync(SoakHost host, Random random)
    {
        var run = host.Witnesses.Watch(await host.Clerk.StartAsync(new Form(random.Next(1_000), null), new RunOptions { Timeout = Wait(random) }));
        var failed = await Check.ThrowsAsync<AgentFailedException>(run.GetResultAsync(), "result of a run that took too long");
        Check.Equal(FailureCodes.Timeout, failed.Failure.Code, "code");
    }

    private static async Task ExpireAsync(SoakHost host, Random random)
    {
        var run = host.Witnesses.Watch(await host.Clerk.StartAsync(new Form(random.Next(1_000), Wait(random).TotalSeconds)));
        Check.Equal(Decision.Nobody, await run.GetResultAsync(), "decision");
    }
}
