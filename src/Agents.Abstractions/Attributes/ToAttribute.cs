namespace Agents;

/// <summary>Names the node that an edge parameter leads to, where the parameter itself does not bear its name.</summary>
/// <param name="node">The target, best written <c>nameof(Search)</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ToAttribute(string node) : Attribute
{
    /// <summary>The target's method name, with or without its trailing <c>Async</c>.</summary>
    public string Node { get; } = node;
}
