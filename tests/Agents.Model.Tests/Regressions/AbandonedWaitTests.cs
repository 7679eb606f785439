using System.Runtime.CompilerServices;
using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

[Collection(nameof(StressTests))]
public sealed class AbandonedWaitTests
{
    /// <summary>That a run failed is told by its log; a wait that nobody came back to must not tell it as a mishap.</summary>
    [Fact]
    public async Task Waits_that_nobody_came_back_to_are_no_unobserved_failures()
    {
        var unobserved = 0;
        EventHandler<UnobservedTaskExceptionEventArgs> onUnobserved = (_, args) =>
        {
            if (args.Exception.InnerException is AgentFailedException)
                Interlocked.Increment(ref unobserved);
        };
        TaskScheduler.UnobservedTaskException += onUnobserved;
        try
        {
            var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var stage = Stage.Of(Write.Agent(Write.Node("only", async (_, _) =>
            {
                await go.Task;
                throw new NonRetryableException("for good");
            })));
            using var patience = new CancellationTokenSource();
            var run = await stage.StartAsync();
            Abandon(run, patience.Token);
            go.SetResult();
            await run.WaitForEndAsync(CancellationToken.None).ContinueWith(static _ => { });
            Abandon(run, patience.Token);
            for (var count = 0; count < 5; count++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            Assert.Equal(0, unobserved);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= onUnobserved;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(RunConnection<int> run, CancellationToken token)
    {
        _ = run.GetResultAsync(token);
        _ = run.WaitForEndAsync(token);
        _ = run.GetResultAsync(CancellationToken.None);
        _ = run.WaitForEndAsync(CancellationToken.None);
    }
}
