namespace Agents.Generators.Models;

/// <summary>A union: all that its generated file depends on.</summary>
internal sealed record UnionModel
{
    public required PlaceModel Place { get; init; }

    /// <summary>The JSON property that tells the case.</summary>
    public required string Discriminator { get; init; }

    public required EquatableArray<CaseModel> Cases { get; init; }

    /// <summary>Whether extension methods can name the union: not if it is hidden in a type, or generic.</summary>
    public required bool TakesExtensions { get; init; }

    /// <summary>What keeps the union from working; null for nothing.</summary>
    public required string? Fault { get; init; }
}

/// <summary>A case of a union.</summary>
internal sealed record CaseModel
{
    /// <summary>The record's name without escape.</summary>
    public required string Name { get; init; }

    /// <summary>The record's name in code.</summary>
    public required string Type { get; init; }

    /// <summary>The name of its handler, without escape: the case's in camel case.</summary>
    public required string Handler { get; init; }

    /// <summary>The name on the wire.</summary>
    public required string Discriminator { get; init; }

    /// <summary>Whether everyone may make one.</summary>
    public required bool IsPublic { get; init; }

    public required EquatableArray<MemberModel> Members { get; init; }

    /// <summary>What is given to make one: the constructor's parameters, then the required members.</summary>
    public IEnumerable<MemberModel> Given =>
        Members.Where(static member => member.Origin is MemberOrigin.Constructor or MemberOrigin.Required);
}

/// <summary>A member of a case, as it is given, read and written to JSON.</summary>
internal sealed record MemberModel
{
    /// <summary>The property's name without escape.</summary>
    public required string Property { get; init; }

    /// <summary>The name of the parameter that gives it, without escape.</summary>
    public required string Parameter { get; init; }

    public required TypeModel Type { get; init; }

    /// <summary>How the value comes into a case.</summary>
    public required MemberOrigin Origin { get; init; }

    /// <summary>The parameter's default value in code; null where a value must be given.</summary>
    public required string? Default { get; init; }

    /// <summary>The type that declares the property, for an init accessor: the case or the union.</summary>
    public required string DeclaringType { get; init; }

    /// <summary>What attributes say about the property's JSON.</summary>
    public required EquatableArray<SettingModel> Settings { get; init; }
}

internal enum MemberOrigin
{
    /// <summary>By a parameter of the constructor.</summary>
    Constructor,

    /// <summary>By a required member of the initializer.</summary>
    Required,

    /// <summary>By an init accessor, if at all.</summary>
    Init,

    /// <summary>By a set accessor, if at all.</summary>
    Setter,
}
