namespace Agents.Runtime;

internal enum InvocationStatus : byte
{
    /// <summary>Its next attempt has not begun.</summary>
    Pending,

    /// <summary>Its current attempt executes.</summary>
    Executing,

    Completed,
    Failed,
    Canceled,
}

/// <summary>What the log says of one invocation.</summary>
internal struct InvocationState
{
    /// <summary>The input, from which attempts are made: an <see cref="IEmission"/>.</summary>
    public object Input;

    public int Node;

    /// <summary>The number of the last attempt that began; 0 before the first.</summary>
    public int Attempt;

    /// <summary>The index of the attempt's next chunk.</summary>
    public int NextIndex;

    public int Failures;

    /// <summary>How often it was interrupted since the last attempt that ended otherwise.</summary>
    public byte Interruptions;

    /// <summary>The number of the last question that it asked people; 0 for none.</summary>
    public int LastQuestion;

    public InvocationStatus Status;

    public readonly bool IsLive => Status <= InvocationStatus.Executing;
}

/// <summary>What the log says of a run: a fold of its events, changed by <see cref="Sequencer.Apply"/> alone.</summary>
internal sealed partial class RunState(int capacity)
{
    private InvocationState[] invocations = new InvocationState[capacity];

    /// <summary>How many invocations there are; their ordinals go from 1 to this.</summary>
    public int Invocations { get; private set; }

    /// <summary>How many of them have not ended.</summary>
    public int Live { get; set; }

    /// <summary>The position of the last event.</summary>
    public uint Position { get; set; }

    /// <summary>The time of the last event.</summary>
    public long Ticks { get; set; }

    public long Chunks { get; set; }

    public bool HasResult { get; set; }

    /// <summary>The kind of the end; <see cref="EventKind.None"/> while the run goes on.</summary>
    public EventKind End { get; set; }

    public bool HasStarted => Position > 0;

    public bool HasEnded => End is not EventKind.None;

    public ref InvocationState this[int ordinal] => ref invocations[ordinal - 1];

    public void Add(IEmission input)
    {
        if (Invocations == invocations.Length)
            Array.Resize(ref invocations, Math.Max(4, invocations.Length * 2));
        invocations[Invocations++] = new InvocationState { Input = input, Node = input.NodeIndex };
        Live++;
    }

    public void Reserve(int more)
    {
        if (Invocations + more > invocations.Length)
            Array.Resize(ref invocations, Math.Max(Invocations + more, invocations.Length * 2));
    }
}
