using Agents;
using Microsoft.Extensions.DependencyInjection;

namespace StreamingPatterns;

[AgentModule]
public sealed partial class Counter
{
    [Node]
    public async Task Count(ChunkWriter<int> numbers, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)            // would never end by itself
        {
            await numbers.WriteAsync(number, cancellationToken);
            await Task.Delay(80, cancellationToken);
        }
    }
}

internal static class CancelScene
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddAgents().AddCounter().Services.BuildServiceProvider();
        var counter = services.GetRequiredService<CounterClient>();
        var run = await counter.StartAsync();

        #region cancel
        try
        {
            await foreach (var number in run.Count.StreamAsync())
            {
                Console.WriteLine(number);
                if (number == 3)
                    await run.CancelAsync("Three is enough.");
            }
        }
        catch (AgentCanceledException canceled)
        {
            Console.WriteLine($"The run was canceled: {canceled.Reason}");
        }
        #endregion

        #region partial
        var snapshot = await run.Count.GetSnapshotAsync();
        foreach (var (_, invocation) in snapshot.Invocations)
            Console.WriteLine($"Kept: {string.Join(", ", invocation.Chunks)} ({invocation.Outcome!.Status})");
        #endregion

        var info = await run.GetInfoAsync();
        Scene.Check(info.Status is RunStatus.Canceled && info.CancelReason == "Three is enough.", "a canceled run with its reason");
        Scene.Check(snapshot.Invocations.Values.Single().Chunks is [1, 2, 3, ..], "what was streamed before");
    }
}
