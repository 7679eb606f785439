using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>One attempt of an invocation, as generated code sees it: where the arguments of a node come from.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class NodeAttempt : NodeContext
{
    /// <summary>Fires when the run is canceled or ends, the attempt times out, or the host stops.</summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>The services of this attempt's scope, which is made at the first call.</summary>
    public abstract IServiceProvider Services { get; }

    /// <summary>The attempt's <see cref="ChunkWriter{T}"/>.</summary>
    protected abstract object Writer { get; }

    /// <summary>The <see cref="EdgeTarget{TInput}"/> of an edge, by its index among the edges of the node.</summary>
    /// <param name="edge">The index.</param>
    protected abstract object GetTarget(int edge);

    /// <summary>What the node asks people with.</summary>
    /// <typeparam name="TQuestion">The type of the questions.</typeparam>
    /// <typeparam name="TAnswer">The type of the answers.</typeparam>
    /// <param name="input">Its index among the human inputs of the node.</param>
    public abstract HumanInput<TQuestion, TAnswer> GetHumanInput<TQuestion, TAnswer>(int input);

    /// <summary>The writer of this attempt's chunks.</summary>
    /// <typeparam name="T">The chunk type that the node's <see cref="StreamDefinition{TChunk}"/> names.</typeparam>
    public ChunkWriter<T> GetWriter<T>() => (ChunkWriter<T>)Writer;

    /// <summary>An edge of the node.</summary>
    /// <param name="edge">Its index among the edges of the node.</param>
    public Edge GetEdge(int edge) => new((EdgeTarget<ValueTuple>)GetTarget(edge), this);

    /// <inheritdoc cref="GetEdge(int)"/>
    /// <typeparam name="T">The type of the input.</typeparam>
    public Edge<T> GetEdge<T>(int edge) => new((EdgeTarget<T>)GetTarget(edge), this);

    /// <inheritdoc cref="GetEdge(int)"/>
    /// <typeparam name="T1">The type of the first input.</typeparam>
    /// <typeparam name="T2">The type of the second input.</typeparam>
    public Edge<T1, T2> GetEdge<T1, T2>(int edge) => new((EdgeTarget<(T1, T2)>)GetTarget(edge), this);

    /// <inheritdoc cref="GetEdge(int)"/>
    /// <typeparam name="T1">The type of the first input.</typeparam>
    /// <typeparam name="T2">The type of the second input.</typeparam>
    /// <typeparam name="T3">The type of the third input.</typeparam>
    public Edge<T1, T2, T3> GetEdge<T1, T2, T3>(int edge) => new((EdgeTarget<(T1, T2, T3)>)GetTarget(edge), this);

    /// <inheritdoc cref="GetEdge(int)"/>
    /// <typeparam name="T1">The type of the first input.</typeparam>
    /// <typeparam name="T2">The type of the second input.</typeparam>
    /// <typeparam name="T3">The type of the third input.</typeparam>
    /// <typeparam name="T4">The type of the fourth input.</typeparam>
    public Edge<T1, T2, T3, T4> GetEdge<T1, T2, T3, T4>(int edge) =>
        new((EdgeTarget<(T1, T2, T3, T4)>)GetTarget(edge), this);
}
