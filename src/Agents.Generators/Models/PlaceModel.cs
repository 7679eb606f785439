namespace Agents.Generators.Models;

/// <summary>Where a declaration stands, so that generated types can stand beside it and parts inside it.</summary>
/// <remarks>Symbols never enter a model: all models are records of texts, compared by value.</remarks>
internal sealed record PlaceModel
{
    /// <summary>The namespace, keywords escaped; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The containing types, from the outermost.</summary>
    public required EquatableArray<ContainerModel> Containers { get; init; }

    /// <summary>The declaration itself.</summary>
    public required ContainerModel Self { get; init; }

    /// <summary>The declaration's name without escapes and type parameters.</summary>
    public required string Name { get; init; }

    /// <summary>The name of the generated file.</summary>
    public required string HintName { get; init; }

    /// <summary>The accessibility of the declaration, as C# says it.</summary>
    public required string Accessibility { get; init; }

    /// <summary>Who can see the declaration in the end, its containing types considered.</summary>
    public required Visibility Visibility { get; init; }

    /// <summary>Whether a part can be added to the declaration.</summary>
    public required bool TakesPart { get; init; }

    /// <summary>Whether a type can be nested beside the declaration.</summary>
    public required bool TakesNeighbours { get; init; }

    /// <summary>The declaration's name in code.</summary>
    public string FullName => FullNameOf(Self.Name);

    /// <summary>
    /// A name that no declaration elsewhere in the assembly yields, for types that must stand in a namespace: namespaces and
    /// containing types joined with underscores.
    /// </summary>
    public required string FlatName { get; init; }

    /// <summary>The name in code of a type that stands beside the declaration.</summary>
    public string FullNameOf(string name) =>
        "global::" + string.Join(".", Parts().Append(name));

    private IEnumerable<string> Parts()
    {
        if (Namespace.Length > 0)
            yield return Namespace;
        foreach (var container in Containers)
            yield return container.Name;
    }
}

/// <summary>A type to add a part to.</summary>
/// <param name="Keyword">What it is declared with: class, record, struct, record struct, interface.</param>
/// <param name="Name">Its name with type parameters, keywords escaped.</param>
internal sealed record ContainerModel(string Keyword, string Name);

/// <summary>Who can see a type.</summary>
internal enum Visibility
{
    /// <summary>Not even all of its assembly.</summary>
    Less,

    /// <summary>Its assembly.</summary>
    Internal,

    /// <summary>Everyone.</summary>
    Public,
}
