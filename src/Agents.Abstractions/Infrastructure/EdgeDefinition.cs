using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>An edge of a node.</summary>
/// <param name="name">The name of the parameter that holds the edge.</param>
/// <param name="target">The index of the target among the agent's nodes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public class EdgeDefinition(string name, int target)
{
    /// <summary>The name of the parameter that holds the edge.</summary>
    public string Name { get; } = name;

    /// <summary>The index of the target among the agent's nodes.</summary>
    public int Target { get; } = target;

    /// <summary>Of an edge to an aggregate: the type of what is emitted. Null for any other edge.</summary>
    public virtual Type? ItemType => null;

    /// <summary>Gives what the edge emits to, from the target node's own <see cref="EdgeTarget{TInput}"/>.</summary>
    /// <param name="target">The target node's.</param>
    public virtual object Bind(object target) => target;
}

/// <summary>An edge that emits another type than its target's input, to which it converts.</summary>
/// <typeparam name="TEmit">What is emitted.</typeparam>
/// <typeparam name="TInput">The target's input.</typeparam>
/// <param name="name">The name of the parameter that holds the edge.</param>
/// <param name="target">The index of the target among the agent's nodes.</param>
/// <param name="convert">The conversion.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EdgeDefinition<TEmit, TInput>(string name, int target, Func<TEmit, TInput> convert)
    : EdgeDefinition(name, target)
{
    /// <inheritdoc/>
    public override object Bind(object target) =>
        new ConvertingEdgeTarget<TEmit, TInput>((EdgeTarget<TInput>)target, convert);
}
