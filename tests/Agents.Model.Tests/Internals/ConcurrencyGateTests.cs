using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Agents.Runtime;
using CsCheck;
using Xunit;

namespace Agents.Model.Tests;

public sealed class ConcurrencyGateTests
{
    /// <summary>Entries and exits, one after the other, against queues that are served in turn.</summary>
    [Fact]
    public void Who_waits_is_served_in_turn_over_the_runs() => Gen.Select(Gen.Int[1, 3], Gen.Int[-3, 4].Array[0, 60]).Sample(
        static (limit, acts) =>
        {
            var runs = Runs(5);
            var granted = new List<(int Run, int Number)>();
            var numbers = new Dictionary<ISlotSeeker, (int Run, int Number)>();
            var gate = new ConcurrencyGate(limit, attempt => granted.Add(numbers[attempt]));
            var expected = new List<(int Run, int Number)>();
            var queues = new LinkedList<(int Run, Queue<int> Numbers)>();
            var inside = 0;
            for (var number = 0; number < acts.Length; number++)
            {
                if (acts[number] >= 0)
                {
                    var run = acts[number];
                    var attempt = new Waiting(runs[run]);
                    numbers.Add(attempt, (run, number));
                    Assert.Equal(inside < limit, gate.TryEnter(attempt));
                    if (inside < limit)
                    {
                        inside++;
                    }
                    else
                    {
                        var queue = queues.FirstOrDefault(other => other.Run == run).Numbers;
                        if (queue is null)
                            queues.AddLast((run, queue = new Queue<int>()));
                        queue.Enqueue(number);
                    }
                }
                else if (inside > 0)
                {
                    gate.Exit();
                    inside--;
                    if (queues.First is { } turn)
                    {
                        queues.RemoveFirst();
                        expected.Add((turn.Value.Run, turn.Value.Numbers.Dequeue()));
                        if (turn.Value.Numbers.Count > 0)
                            queues.AddLast(turn);
                        inside++;
                    }
                }

                Assert.Equal(inside, gate.InUse);
                Assert.Equal(queues.Sum(static queue => queue.Numbers.Count), gate.Waiting);
            }

            Assert.Equal(expected, granted);
        },
        iter: 5_000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Under_load_never_more_than_allowed_are_inside_and_all_are_served(int limit)
    {
        const int PerThread = 20_000;
        const int Threads = 4;
        var runs = Runs(3);
        var inside = 0;
        var most = 0;
        var served = 0;
        var ready = new BlockingCollection<bool>();
        ConcurrencyGate gate = null!;
        gate = new ConcurrencyGate(limit, _ =>
        {
            Enter();
            ready.Add(true);
        });

        // Those that had to wait are inside once granted, and leave from a thread of their own.
        var leaver = Task.Factory.StartNew(() =>
        {
            foreach (var _ in ready.GetConsumingEnumerable())
                Leave();
        }, TaskCreationOptions.LongRunning);
        var threads = Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(() =>
        {
            for (var count = 0; count < PerThread; count++)
            {
                if (!gate.TryEnter(new Waiting(runs[(thread + count) % 3])))
                    continue;
                Enter();
                Leave();
            }
        }, TaskCreationOptions.LongRunning)).ToArray();
        await Task.WhenAll(threads).WaitAsync(Stage.Patience);
        await gate.WhenIdleAsync().WaitAsync(Stage.Patience);
        SpinWait.SpinUntil(() => gate is { InUse: 0, Waiting: 0 } && Volatile.Read(ref served) == Threads * PerThread, Stage.Patience);
        ready.CompleteAdding();
        await leaver;

        Assert.Equal(Threads * PerThread, served);
        Assert.Equal((0, 0, 0), (gate.InUse, gate.Waiting, inside));
        Assert.InRange(most, 1, limit);

        void Enter()
        {
            var now = Interlocked.Increment(ref inside);
            int seen;
            while (now > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, now, seen) != seen)
            {
            }
        }

        void Leave()
        {
            Interlocked.Decrement(ref inside);
            Interlocked.Increment(ref served);
            gate.Exit();
        }
    }

    [Fact]
    public async Task Idle_is_told_when_the_last_one_leaves()
    {
        var gate = new ConcurrencyGate(2, static _ => { });
        Assert.True(gate.TryEnter(new Waiting(Runs(1)[0])));
        Assert.True(gate.TryEnter(new Waiting(Runs(1)[0])));
        var idle = gate.WhenIdleAsync();
        Assert.False(idle.IsCompleted);
        Assert.False(gate.TryEnter(new Waiting(Runs(1)[0])));
        gate.Exit();
        gate.Exit();
        Assert.False(idle.IsCompleted);
        gate.Exit();
        await idle.WaitAsync(Stage.Patience);
        await new ConcurrencyGate(2, static _ => { }).WhenIdleAsync().WaitAsync(Stage.Patience);
    }

    /// <summary>The gate asks of a run no more than to be itself.</summary>
    private static Run[] Runs(int count) => [.. Enumerable.Range(0, count).Select(static _ => (Run)RuntimeHelpers.GetUninitializedObject(typeof(Run<int>)))];

    private sealed class Waiting(Run run) : InvocationAttempt(run, null!, 1)
    {
        public override object? BoxedResult => null;

        public override IReadOnlyList<object?> BoxedInputs => [];

        public override bool IsFromCache => false;

        public override EmissionTemplate ToTemplate() => throw new NotSupportedException();

        protected override void WriteInput() => throw new NotSupportedException();

        protected override void KeepInCache(TimeSpan time) => throw new NotSupportedException();

        protected override InvocationAttempt MakeAttempt(int attemptNumber) => throw new NotSupportedException();

        protected override void TakeReturn(InvocationAttempt original) => throw new NotSupportedException();

        protected override InvocationAttempt MakeAggregate() => throw new NotSupportedException();

        protected override Task? Invoke() => throw new NotSupportedException();

        protected override void ReadReturn(JsonElement? storedResult, JsonElement? storedStart, bool isFromCache) => throw new NotSupportedException();

        protected override Exception? ReadReturn() => throw new NotSupportedException();
    }
}
