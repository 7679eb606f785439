using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Slots of attempts that wait: given back, got again, never lost and never given twice.</summary>
public sealed class ParkingTests
{
    private static Stage<int> Host(Func<Job, InvocationAttempt, Task> work, int slots = 1) => Asking.Stage(async (job, attempt) =>
    {
        await work(job, (InvocationAttempt)attempt);
        return 1;
    }, configure: options =>
    {
        options.MaxConcurrency = slots;
        options.GraceTime = TimeSpan.FromMilliseconds(1);
    });

    private static void AssertIdle(Stage<int> stage) =>
        Assert.True(SpinWait.SpinUntil(() => stage.Host.Gate is { InUse: 0, Waiting: 0 }, Stage.Patience));

    [Fact]
    public async Task A_wait_gives_the_slot_back_and_the_last_of_several_gets_it_again()
    {
        await using var stage = Host(async (_, attempt) =>
        {
            var gate = attempt.NodeInfo.Agent.Host.Gate;
            var parking = attempt.Extras;
            Assert.Equal(1, gate.InUse);
            parking.Begin(stopsClock: true);
            parking.Begin(stopsClock: false);
            Assert.Equal(0, gate.InUse);
            await parking.EndAsync(stopsClock: true);
            Assert.Equal(0, gate.InUse);
            await parking.EndAsync(stopsClock: false);
            Assert.Equal(1, gate.InUse);
            await parking.WaitAsync(Task.CompletedTask, stopsClock: true);
            Assert.Equal(5, await parking.WaitAsync(Task.FromResult(5), stopsClock: true));
            Assert.Equal(1, gate.InUse);
        });
        await (await stage.StartAsync()).ResultSoon();
        AssertIdle(stage);
    }

    [Fact]
    public async Task What_is_waited_for_is_told_with_its_failure()
    {
        await using var stage = Host(async (_, attempt) =>
        {
            var parking = attempt.Extras;
            var source = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
            var wait = parking.WaitAsync(source.Task, stopsClock: false);
            source.SetException(new InvalidOperationException("it failed"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => wait);
            Assert.Equal(1, attempt.NodeInfo.Agent.Host.Gate.InUse);
        });
        await (await stage.StartAsync()).ResultSoon();
        AssertIdle(stage);
    }

    /// <summary>
    /// Attempts that wait in parallel, on and on, while others compete for the slots: whoever waits alone holds a slot
    /// afterwards, so never more than there are go on at once.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Waits_in_a_row_never_let_more_go_on_than_there_are_slots(int slots)
    {
        var inside = 0;
        var most = 0;
        await using var stage = Host(async (_, attempt) =>
        {
            var parking = attempt.Extras;
            for (var round = 0; round < 100; round++)
            {
                await parking.WaitAsync(Task.Run(static () => { }), stopsClock: true);
                Interlocked.Exchange(ref most, Math.Max(Interlocked.Increment(ref inside), Volatile.Read(ref most)));
                Thread.SpinWait(20);
                Interlocked.Decrement(ref inside);
            }
        }, slots);
        var runs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => stage.StartAsync()));
        foreach (var run in runs)
            await run.ResultSoon();
        AssertIdle(stage);
        Assert.InRange(most, 1, slots);
    }

    /// <summary>Waits that begin and end on many threads, cancels and ends of the node at any moment between.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task However_waits_cancels_and_ends_meet_all_slots_come_back(int slots)
    {
        await using var stage = Host(async (job, attempt) =>
        {
            var dice = new Random(job.Tag);
            var parking = attempt.Extras;
            var waits = Enumerable.Range(0, dice.Next(1, 5)).Select(_ =>
            {
                var spins = dice.Next(200);
                var count = dice.Next(1, 4);
                return Task.Run(async () =>
                {
                    for (var round = 0; round < count; round++)
                        await parking.WaitAsync(Task.Run(() => Thread.SpinWait(spins)), stopsClock: round % 2 == 0);
                });
            }).ToArray();
            // Some nodes do not wait for what they began.
            await (dice.Next(3) == 0 ? Task.WhenAny(waits) : Task.WhenAll(waits));
            if (dice.Next(5) == 0)
                throw new NonRetryableException("for good");
        }, slots);
        var dice = new Random(slots);
        for (var round = 0; round < 3000; round += 30)
        {
            var runs = await Task.WhenAll(Enumerable.Range(round, 30).Select(tag => stage.StartAsync(new Job(0, tag))));
            foreach (var run in runs)
            {
                Thread.SpinWait(dice.Next(300));
                if (dice.Next(3) == 0)
                    await run.CancelAsync(null, default);
            }

            foreach (var run in runs)
                await run.EndSoon();
        }

        AssertIdle(stage);
        // As many as there are slots, and no more, can be had.
        for (var count = 0; count < slots; count++)
            Assert.True(stage.Host.Gate.TryEnter(null!));
        Assert.Equal(slots, stage.Host.Gate.InUse);
        for (var count = 0; count < slots; count++)
            stage.Host.Gate.Exit();
    }
}
