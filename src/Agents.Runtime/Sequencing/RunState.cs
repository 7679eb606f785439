using System.Diagnostics.CodeAnalysis;

namespace Agents.Runtime;

internal enum InvocationStatus : byte
{
    /// <summary>There is no such invocation: a fork has not taken it over.</summary>
    Absent,

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

    public ushort Node;

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

    public readonly bool IsLive => Status is InvocationStatus.Pending or InvocationStatus.Executing;
}

/// <summary>
/// What the log says of a run: a fold of its events, changed by <see cref="Sequencer.Apply"/> alone. A part of its run, and passed on by
/// reference.
/// </summary>
internal partial struct RunState(RunPlan plan)
{
    private readonly RunPlan plan = plan;
    private Rarely? rarely;
    private QuestionIndex? questions;

    /// <summary>The entry, apart: many runs have no other invocation.</summary>
    private InvocationState entry;

    /// <summary>The others. Room for one of each node from the start.</summary>
    private InvocationState[] others = plan.Attempts.Length > 1 ? new InvocationState[plan.Attempts.Length - 1] : [];

    /// <summary>The rules of the run that do not change.</summary>
    public readonly RunPlan Plan => plan;

    /// <summary>How many invocations there are.</summary>
    public int Invocations { get; private set; }

    /// <summary>The highest ordinal that is given. In a fork not all below it are.</summary>
    public int LastOrdinal { get; private set; }

    /// <summary>Of a fork: up to which ordinals are left to what it takes over.</summary>
    public readonly int ReservedOrdinals => rarely?.ReservedOrdinals ?? 0;

    /// <summary>How many of them have not ended.</summary>
    public int Live { get; set; }

    /// <summary>The position of the last event.</summary>
    public uint Position { get; set; }

    /// <summary>The time of the last event.</summary>
    public long Ticks { get; set; }

    /// <summary>How many chunks there are; each has a position.</summary>
    public uint Chunks { get; set; }

    public bool HasResult { get; set; }

    /// <summary>The kind of the end; <see cref="EventKind.None"/> while the run goes on.</summary>
    public EventKind End { get; set; }

    public readonly bool HasStarted => Position > 0;

    public readonly bool HasEnded => End is not EventKind.None;

    [UnscopedRef]
    public ref InvocationState this[int ordinal]
    {
        get
        {
            if (ordinal == 1)
                return ref entry;
            return ref others[ordinal - 2];
        }
    }

    /// <summary>Adds an invocation to a scope. Gives its ordinal: the next, unless a fork takes over another.</summary>
    public int Add(IEmission input, int node, int scope)
    {
        var ordinal = input.Bind(LastOrdinal + 1);
        LastOrdinal = Math.Max(LastOrdinal, ordinal);
        if (LastOrdinal > Room)
            Array.Resize(ref others, Math.Max(Math.Max(3, LastOrdinal - 1), others.Length * 2));
        // Nothing lies there yet: no ordinal is given twice.
        ref var added = ref this[ordinal];
        added.Status = InvocationStatus.Pending;
        added.Input = input;
        added.Node = checked((ushort)node);
        added.Scope = scope;
        Invocations++;
        Live++;
        if (scope != 0)
            Enter(ref Scope(scope), ref added, ordinal);
        return ordinal;
    }

    public void Reserve(int more)
    {
        // With room for the aggregate that follows from them.
        if (LastOrdinal + more > Room)
            Array.Resize(ref others, Math.Max(LastOrdinal + more, others.Length + (others.Length / 4)));
    }

    /// <summary>Leaves the ordinals up to one to those that are taken over from another run.</summary>
    public void ReserveOrdinals(int last)
    {
        LastOrdinal = Rare.ReservedOrdinals = last;
        if (last > Room)
            Array.Resize(ref others, last - 1);
    }

    /// <summary>Copies what the log says of each invocation.</summary>
    public readonly InvocationState[] CopyInvocations() => LastOrdinal == 0 ? [] : [entry, .. others.AsSpan(0, LastOrdinal - 1)];

    /// <summary>The highest ordinal that there is room for.</summary>
    private readonly int Room => 1 + others.Length;

    private Rarely Rare => rarely ??= new Rarely();

    /// <summary>What most runs have nothing of.</summary>
    private sealed class Rarely
    {
        public int ReservedOrdinals;
        public ScopeState[] Scopes = [];
        public int ScopeCount;
        public int OpenScopes;
        public ChildIndex? Children;
        public HashSet<(BudgetKind Kind, int Node)>? Warned;
        public List<int[]>? Rounds;
    }
}
