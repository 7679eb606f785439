namespace Agents.Runtime;

/// <summary>What an invocation gave, to be given again. Refers to no run.</summary>
/// <typeparam name="TResult">The agent's result type.</typeparam>
internal sealed class CachedOutcome<TResult>
{
    /// <summary>Its chunks; null where the node streams none.</summary>
    public required ICachedChunks? Chunks { get; init; }

    /// <summary>What it emitted, in order.</summary>
    public required IReadOnlyList<EmissionTemplate> Emissions { get; init; }

    public required bool HasResult { get; init; }

    public required TResult? Result { get; init; }

    /// <summary>What the start of a scope gave to its aggregate.</summary>
    public required object? StartValue { get; init; }

    /// <summary>Writes and emits it all again.</summary>
    public async Task ReplayAsync(InvocationAttempt attempt)
    {
        if (Chunks is not null)
            await Chunks.WriteAsync(attempt.Stream!);
        foreach (var emission in Emissions)
        {
            switch (emission.Make(attempt.Run))
            {
                case InvocationAttempt invocation:
                    attempt.AddEmission(invocation);
                    break;
                case var item:
                    attempt.AddItem(item);
                    break;
            }
        }
    }
}

/// <summary>Makes an emission again, for another run. Refers to none.</summary>
internal abstract class EmissionTemplate
{
    public abstract IEmission Make(Run run);
}

/// <summary>Chunks that are kept.</summary>
internal interface ICachedChunks
{
    /// <summary>Writes them.</summary>
    /// <param name="writer">A <see cref="ChunkWriter{T}"/> of their type.</param>
    Task WriteAsync(object writer);
}

internal sealed class CachedChunks<T>(T[] chunks) : ICachedChunks
{
    public async Task WriteAsync(object writer)
    {
        foreach (var chunk in chunks)
            await ((ChunkWriter<T>)writer).WriteAsync(chunk);
    }
}
