namespace Agents.Benchmarks.Floors;

/// <summary>
/// What is demanded of a run, by hand: a lock, a log of events of 32 bytes with positions and times that never decrease, what the log says
/// of each invocation, a result that can be awaited.
/// </summary>
internal sealed class BareRun(BareHost host, BareNode[] nodes, int events, Lock gate)
{
    private Event[] log = new Event[events];
    private Status[] invocations = new Status[nodes.Length];
    private object? part;
    private TaskCompletionSource<int>? waiting;
    private int count;
    private int invoked;
    private int live;
    private int gathered;
    private long ticks;
    private int result;
    private bool hasEnded;

    private enum Status : byte { Pending, Executing, Completed }

    public RunId Id { get; set; }

    /// <summary>The stream of its one node, if that has one.</summary>
    public BareStream? Stream => part as BareStream;

    /// <summary>The question that waits for a person, if there is one.</summary>
    public BareWaits.Question? Waiting => Volatile.Read(ref part) as BareWaits.Question;

    public static Task<int> InvokeAsync(BareHost host, BareNode[] nodes, int input, int events) =>
        Start(host, nodes, input, events, streams: false).GetResultAsync();

    public static BareRun Start(BareHost host, BareNode[] nodes, int input, int events, bool streams)
    {
        var gate = new Lock();
        var run = new BareRun(host, nodes, events, gate) { part = streams ? new BareStream(gate) : null };
        host.Add(run);
        var entry = new BareAttempt(run, nodes[0], input);
        lock (gate)
        {
            run.Append(1, 0, run);
            run.Admit(entry);
        }

        ThreadPool.UnsafeQueueUserWorkItem(entry, preferLocal: true);
        return run;
    }

    public void Begin(BareAttempt attempt)
    {
        lock (gate)
        {
            Append(2, attempt.Ordinal, attempt);
            invocations[attempt.Ordinal] = Status.Executing;
        }
    }

    /// <summary>Records what an attempt gave. Gives what to execute next, and whether that was the end.</summary>
    public bool Complete(BareAttempt attempt, BareAttempt? emitted, int emittedCount, int? item, int? given)
    {
        lock (gate)
        {
            Append(3, attempt.Ordinal, attempt, emittedCount);
            invocations[attempt.Ordinal] = Status.Completed;
            live--;
            if (emittedCount > 1)
            {
                Array.Resize(ref log, count + (2 * emittedCount) + 8);
                Array.Resize(ref invocations, invoked + emittedCount + 1);
            }

            for (var next = emitted; next is not null; next = next.Next)
                Admit(next);
            gathered += item ?? 0;
            if (given is { } value)
                result = value;
            else if (live > 0)
                return false;
            else
                result = gathered;
            Append(4, attempt.Ordinal, attempt);
            Append(5, 0, null);
            hasEnded = true;
            host.OnEnded(this);
            return true;
        }
    }

    /// <summary>Records a question of an attempt, which goes on when it is answered.</summary>
    public void Ask(BareAttempt attempt, BareWaits.Question question)
    {
        lock (gate)
        {
            Append(6, attempt.Ordinal, question);
            Volatile.Write(ref part, question);
        }
    }

    public void Settle() => waiting?.SetResult(result);

    public Task<int> GetResultAsync()
    {
        lock (gate)
            return hasEnded ? Task.FromResult(result) : (waiting ??= new TaskCompletionSource<int>()).Task;
    }

    private void Admit(BareAttempt attempt)
    {
        attempt.Ordinal = invoked++;
        live++;
    }

    private void Append(byte kind, int invocation, object? payload, int argument = 0)
    {
        ticks = Math.Max(ticks, Environment.TickCount64);
        log[count++] = new Event { Kind = kind, Invocation = invocation, Position = (uint)count, Ticks = ticks, Argument = argument, Payload = payload };
    }

    private struct Event
    {
        public object? Payload;
        public long Ticks;
        public uint Position;
        public int Invocation;
        public int Argument;
        public byte Kind;
    }
}
