namespace Agents.Generators.Models;

/// <summary>A type as generated code names it.</summary>
/// <param name="Name">The full name with annotations.</param>
/// <param name="Bare">The full name without an annotation of its own, as <c>typeof</c> wants it.</param>
internal sealed record TypeModel(string Name, string Bare)
{
    /// <summary>What stands for a type that generated code cannot name.</summary>
    public static TypeModel Unknown { get; } = new("object", "object");

    /// <summary>Whether null is a value of the type.</summary>
    public bool AllowsNull => Name.EndsWith("?", StringComparison.Ordinal);

    /// <summary>Whether null may occur somewhere in a value.</summary>
    public bool HasAnnotations => Name.Contains("?");
}
