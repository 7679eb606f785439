using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>What the start of a scope returns, for its aggregate: the type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StartValueDefinition
{
    private protected StartValueDefinition()
    {
    }

    /// <summary>The type.</summary>
    public abstract Type ValueType { get; }

    /// <summary>Hands the value's type to <paramref name="visitor"/>.</summary>
    /// <typeparam name="TOut">What the visitor gives.</typeparam>
    /// <param name="visitor">Who wants to know the type.</param>
    public abstract TOut Accept<TOut>(IStartValueVisitor<TOut> visitor);
}

/// <inheritdoc/>
/// <typeparam name="TStart">The type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StartValueDefinition<TStart> : StartValueDefinition
{
    /// <inheritdoc/>
    public override Type ValueType => typeof(TStart);

    /// <inheritdoc/>
    public override TOut Accept<TOut>(IStartValueVisitor<TOut> visitor)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        return visitor.Visit(this);
    }
}

/// <summary>Receives the type of what the start of a scope returns.</summary>
/// <typeparam name="TOut">What is given back.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IStartValueVisitor<out TOut>
{
    /// <summary>Receives the type.</summary>
    /// <typeparam name="TStart">The type.</typeparam>
    /// <param name="value">The definition.</param>
    TOut Visit<TStart>(StartValueDefinition<TStart> value);
}
