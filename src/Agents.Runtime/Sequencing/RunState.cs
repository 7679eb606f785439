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
    /// <summary>
    /// The input, from which attempts are made: an <see cref="IEmission"/>. Once completed, what it gave: an
    /// <see cref="ICompletion"/>.
    /// </summary>
    public object Input;

    public int Node;

    /// <summary>The number of the last attempt that began; 0 before the first.</summary>
    public int Attempt;

    /// <summary>The index of the attempt's next chunk.</summary>
    public int NextIndex;

    public int Failures;

    /// <summary>The scope that it belongs to; 0 for none.</summary>
    public int Scope;

    /// <summary>The scope that it opened; 0 for none.</summary>
    public int Opened;

    /// <summary>The ordinal of the scope's member before it; 0 for none.</summary>
    public int PreviousMember;

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

    /// <summary>Adds an invocation to a scope.</summary>
    public void Add(IEmission input, int scope)
    {
        if (Invocations == invocations.Length)
            Array.Resize(ref invocations, Math.Max(4, invocations.Length * 2));
        ref var added = ref invocations[Invocations++];
        added = new InvocationState { Input = input, Node = input.NodeIndex, Scope = scope };
        Live++;
        if (scope != 0)
            Enter(ref scopes[scope - 1], ref added);
    }

    public void Reserve(int more)
    {
        if (Invocations + more > invocations.Length)
            Array.Resize(ref invocations, Math.Max(Invocations + more, invocations.Length * 2));
    }
}
