using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>A node that waited for a person holds no slot, and a stop of the host lets it come to its end all the same.</summary>
public sealed class StopWaitsForPeopleTests
{
    [Fact]
    public async Task What_a_node_does_after_its_wait_was_cut_off_is_waited_for()
    {
        var (cleaning, clean) = (new TaskCompletionSource(), new TaskCompletionSource());
        var isCleaned = false;
        await using var stage = Asking.Stage(
            async (_, attempt) =>
            {
                try
                {
                    return await attempt.Ask("?");
                }
                finally
                {
                    cleaning.SetResult();
                    await clean.Task;
                    isCleaned = true;
                }
            },
            configure: static options => options.MaxConcurrency = 1);
        var run = await stage.StartAsync();
        await run.OneAsync();
        stage.AllWait();
        var stop = stage.Host.StopAsync(CancellationToken.None);
        await cleaning.Task.WaitAsync(Stage.Patience);
        Assert.Equal(1, stage.Host.Gate.InUse);
        Assert.False(stop.IsCompleted);
        clean.SetResult();
        await stop.WaitAsync(Stage.Patience);
        Assert.True(isCleaned);
        Assert.Equal(0, stage.Host.Gate.InUse);
        Assert.Equal(AgentCanceledException.HostStopped, (await run.EndSoon()).CancelReason);
    }
}
