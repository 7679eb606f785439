namespace Agents.Generators.Models;

/// <summary>A node of a module.</summary>
internal sealed record NodeModel
{
    /// <summary>The method's name without a trailing Async.</summary>
    public required string Name { get; init; }

    /// <summary>The name on the wire.</summary>
    public required string WireName { get; init; }

    /// <summary>The method's name in code.</summary>
    public required string Method { get; init; }

    public required EquatableArray<InputModel> Inputs { get; init; }

    /// <summary>What the method is called with.</summary>
    public required EquatableArray<ArgumentModel> Arguments { get; init; }

    public required EquatableArray<EdgeModel> Edges { get; init; }

    /// <summary>The type of the chunks; null for a node that does not stream.</summary>
    public required TypeModel? Chunk { get; init; }

    public required ReturnForm Return { get; init; }

    /// <summary>Whether what the method returns differs from the declared result in annotations only.</summary>
    public required bool ReturnNeedsSuppression { get; init; }

    /// <summary>What the attribute sets, where it is not the default.</summary>
    public required EquatableArray<SettingModel> Settings { get; init; }

    public bool GivesResult => Return > ReturnForm.NothingAfter;
}

/// <summary>An input of a node.</summary>
/// <param name="Name">The parameter's name without escape.</param>
/// <param name="Type">Its type.</param>
/// <param name="ChecksNull">Whether null is refused.</param>
/// <param name="Default">The default value in code; null where a value must be given.</param>
internal sealed record InputModel(string Name, TypeModel Type, bool ChecksNull, string? Default);

/// <summary>An edge of a node.</summary>
/// <param name="Name">The parameter's name without escape.</param>
/// <param name="Target">The target's index.</param>
/// <param name="Payload">What is emitted.</param>
/// <param name="Converts">Whether that must be converted to the target's inputs.</param>
internal sealed record EdgeModel(string Name, int Target, EquatableArray<TypeModel> Payload, bool Converts);

/// <summary>An argument of the call of a node.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Type">Its type, where that matters.</param>
/// <param name="Index">The index among the inputs or the edges.</param>
/// <param name="Key">The key of a keyed service in code.</param>
/// <param name="IsOptional">Whether a service may be missing.</param>
internal sealed record ArgumentModel(
    ArgumentKind Kind, TypeModel? Type = null, int Index = 0, string? Key = null, bool IsOptional = false);

internal enum ArgumentKind { Input, Edge, Writer, CancellationToken, Context, Service, KeyedService }

/// <summary>How a node returns: each form but <see cref="Nothing"/> bears the name of the method that takes it.</summary>
internal enum ReturnForm
{
    Nothing, NothingAfter, Result, ResultOf, OptionalResult, OptionalResultOf, NullableResult, NullableResultOf,
}
