namespace Agents.Soak.Jobs;

/// <summary>A caller whose token fires while it waits, which cancels the run.</summary>
internal sealed class CallerGoesJob : IJob
{
    public string Name => "caller goes";

    public int Weight => 2;

    public async Task RunAsync(SoakHost host, Random random)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 5)));
        await Check.ThrowsAsync<OperationCanceledException>(
            host.Sleeper.InvokeAsync(random.Next(1_000), cancellationToken: patience.Token), "result for a caller who has gone");
    }
}
