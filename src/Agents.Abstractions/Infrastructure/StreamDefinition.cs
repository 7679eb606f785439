using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>The stream of a node: the type of its chunks.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StreamDefinition
{
    private protected StreamDefinition()
    {
    }

    /// <summary>The type of the chunks.</summary>
    public abstract Type ChunkType { get; }

    /// <summary>Whether the chunk type is annotated nullable.</summary>
    public bool AllowsNull { get; init; }

    /// <summary>Hands the stream with its chunk type to <paramref name="visitor"/>.</summary>
    /// <typeparam name="TOut">What the visitor gives.</typeparam>
    /// <param name="visitor">Who wants to know the type.</param>
    public abstract TOut Accept<TOut>(IStreamVisitor<TOut> visitor);
}

/// <summary>The stream of a node whose chunks are of type <typeparamref name="TChunk"/>.</summary>
/// <typeparam name="TChunk">The type of the chunks.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StreamDefinition<TChunk> : StreamDefinition
{
    /// <inheritdoc/>
    public override Type ChunkType => typeof(TChunk);

    /// <inheritdoc/>
    public override TOut Accept<TOut>(IStreamVisitor<TOut> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Visit(this);
    }
}

/// <summary>Receives a stream with the type of its chunks.</summary>
/// <typeparam name="TOut">What is given back.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IStreamVisitor<out TOut>
{
    /// <summary>Receives the stream.</summary>
    /// <typeparam name="TChunk">The type of its chunks.</typeparam>
    /// <param name="stream">The stream.</param>
    TOut Visit<TChunk>(StreamDefinition<TChunk> stream);
}
