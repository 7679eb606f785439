namespace Agents.Testing;

/// <summary>An edge to a node that takes no input; it keeps what is emitted, for calling a node without a runtime. Thread-safe.</summary>
public sealed class RecordingEdge
{
    private readonly EmitRecorder<ValueTuple> recorder = new();

    /// <summary>How often was emitted.</summary>
    public int Count => recorder.Emitted.Count;

    /// <summary>What to give to the node.</summary>
    public Edge Edge => new(recorder);

    /// <summary>What to give to the node.</summary>
    /// <param name="edge">The recorder.</param>
    public static implicit operator Edge(RecordingEdge edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        return edge.Edge;
    }
}

/// <summary>An edge to a node that takes one input; it keeps what is emitted, for calling a node without a runtime. Thread-safe.</summary>
/// <typeparam name="T">The type of the input.</typeparam>
public sealed class RecordingEdge<T>
{
    private readonly EmitRecorder<T> recorder = new();

    /// <summary>What was emitted so far, in the order of the emits.</summary>
    public IReadOnlyList<T> Emitted => recorder.Emitted;

    /// <summary>What to give to the node.</summary>
    public Edge<T> Edge => new(recorder);

    /// <summary>What to give to the node.</summary>
    /// <param name="edge">The recorder.</param>
    public static implicit operator Edge<T>(RecordingEdge<T> edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        return edge.Edge;
    }
}

/// <summary>An edge to a node that takes two inputs; it keeps what is emitted, for calling a node without a runtime. Thread-safe.</summary>
/// <typeparam name="T1">The type of the first input.</typeparam>
/// <typeparam name="T2">The type of the second input.</typeparam>
public sealed class RecordingEdge<T1, T2>
{
    private readonly EmitRecorder<(T1, T2)> recorder = new();

    /// <summary>What was emitted so far, in the order of the emits.</summary>
    public IReadOnlyList<(T1, T2)> Emitted => recorder.Emitted;

    /// <summary>What to give to the node.</summary>
    public Edge<T1, T2> Edge => new(recorder);

    /// <summary>What to give to the node.</summary>
    /// <param name="edge">The recorder.</param>
    public static implicit operator Edge<T1, T2>(RecordingEdge<T1, T2> edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        return edge.Edge;
    }
}

/// <summary>An edge to a node that takes three inputs; it keeps what is emitted, for calling a node without a runtime. Thread-safe.</summary>
/// <typeparam name="T1">The type of the first input.</typeparam>
/// <typeparam name="T2">The type of the second input.</typeparam>
/// <typeparam name="T3">The type of the third input.</typeparam>
public sealed class RecordingEdge<T1, T2, T3>
{
    private readonly EmitRecorder<(T1, T2, T3)> recorder = new();

    /// <summary>What was emitted so far, in the order of the emits.</summary>
    public IReadOnlyList<(T1, T2, T3)> Emitted => recorder.Emitted;

    /// <summary>What to give to the node.</summary>
    public Edge<T1, T2, T3> Edge => new(recorder);

    /// <summary>What to give to the node.</summary>
    /// <param name="edge">The recorder.</param>
    public static implicit operator Edge<T1, T2, T3>(RecordingEdge<T1, T2, T3> edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        return edge.Edge;
    }
}

/// <summary>An edge to a node that takes four inputs; it keeps what is emitted, for calling a node without a runtime. Thread-safe.</summary>
/// <typeparam name="T1">The type of the first input.</typeparam>
/// <typeparam name="T2">The type of the second input.</typeparam>
/// <typeparam name="T3">The type of the third input.</typeparam>
/// <typeparam name="T4">The type of the fourth input.</typeparam>
public sealed class RecordingEdge<T1, T2, T3, T4>
{
    private readonly EmitRecorder<(T1, T2, T3, T4)> recorder = new();

    /// <summary>What was emitted so far, in the order of the emits.</summary>
    public IReadOnlyList<(T1, T2, T3, T4)> Emitted => recorder.Emitted;

    /// <summary>What to give to the node.</summary>
    public Edge<T1, T2, T3, T4> Edge => new(recorder);

    /// <summary>What to give to the node.</summary>
    /// <param name="edge">The recorder.</param>
    public static implicit operator Edge<T1, T2, T3, T4>(RecordingEdge<T1, T2, T3, T4> edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        return edge.Edge;
    }
}
