using System.Diagnostics.Metrics;

namespace Agents.Runtime.Tests;

/// <summary>An attempt that ends may hand its slot on to the next on its thread, which has begun before its node is called.</summary>
public sealed class HandingOn
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_canceled_between_its_begin_and_its_call_is_not_called_and_gives_its_slot_back_once(bool isGraceOver)
    {
        using var listener = ListenToQueues();
        await using var host = TestHost.Create(static options => options.GraceTime = TimeSpan.FromSeconds(5));
        var called = 0;
        TreeRun? run = null;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Tree.Leaf = call =>
        {
            called++;
            return TreeScript.Nothing(call);
        };
        host.Tree.Quiet = call =>
        {
            call.Leaf.Emit("leaf");
            // The queue's time of the leaf is asked for when it has begun.
            host.Time.OnceAsked = () =>
            {
                Assert.True(run!.CancelAsync().AsTask().IsCompletedSuccessfully);
                if (isGraceOver)
                    host.Time.Advance(TimeSpan.FromSeconds(5));
            };
            return TreeScript.Nothing(call);
        };
        host.Tree.Root = async call =>
        {
            await started.Task;
            call.Quiet.Emit("quiet");
            return null;
        };
        run = await host.TreeClient.StartAsync("input");
        started.SetResult();
        await Assert.ThrowsAsync<AgentCanceledException>(() => run.WaitForEndAsync().Soon());

        var inner = host.Get<AgentHost>();
        await inner.StopAsync(CancellationToken.None).Soon();
        Assert.Equal(0, called);
        Assert.Equal(0, inner.Gate.InUse);
        var events = await run.ReadEventsAsync().ToListAsync();
        Assert.Equal(3, events.OfType<RunEvent.AttemptStarted>().Count());
    }

    private static MeterListener ListenToQueues()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "agents.queue.wait")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.Start();
        return listener;
    }
}
