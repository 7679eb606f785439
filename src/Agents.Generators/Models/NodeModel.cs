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

    /// <summary>What the node asks people with.</summary>
    public required EquatableArray<HumanInputModel> HumanInputs { get; init; }

    /// <summary>The type of the chunks; null for a node that does not stream.</summary>
    public required TypeModel? Chunk { get; init; }

    public required ReturnForm Return { get; init; }

    /// <summary>Of the start of a scope: whether what it gives may be null.</summary>
    public required bool StartAllowsNull { get; init; }

    /// <summary>The type of what the start of a scope gives to its aggregate; null for nothing.</summary>
    public required TypeModel? StartValue { get; init; }

    /// <summary>Of the start of a scope: the index of its aggregate; else -1.</summary>
    public required int Aggregate { get; init; }

    /// <summary>Of an aggregate: how it folds; else null.</summary>
    public required FoldModel? Fold { get; init; }

    /// <summary>The accessibility of what changes its inputs in a fork; null where others cannot name them.</summary>
    public required string? ChangeAccessibility { get; init; }

    /// <summary>Whether what the method returns differs from the declared result in annotations only.</summary>
    public required bool ReturnNeedsSuppression { get; init; }

    /// <summary>What the attribute sets, where it is not the default.</summary>
    public required EquatableArray<SettingModel> Settings { get; init; }

    public bool GivesResult => Return >= ReturnForm.Result;
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
/// <param name="Gather">How an aggregate takes it; null where the target is none.</param>
internal sealed record EdgeModel(string Name, int Target, EquatableArray<TypeModel> Payload, bool Converts, GatherModel? Gather);

/// <summary>How an item is added to the state of a fold.</summary>
/// <param name="State">The state.</param>
/// <param name="Add">The method that adds it, in code.</param>
/// <param name="Conversion">What the item is converted by, in code; empty where it is not.</param>
/// <param name="Checks">The parts of the item, in code, that must not be null.</param>
internal sealed record GatherModel(TypeModel State, string Add, string Conversion, EquatableArray<string> Checks);

/// <summary>How an aggregate folds what is emitted to it.</summary>
internal sealed record FoldModel
{
    public required TypeModel Aggregator { get; init; }

    /// <summary>One of the types of its items.</summary>
    public required TypeModel Item { get; init; }

    public required TypeModel State { get; init; }

    /// <summary>What the aggregator finishes with.</summary>
    public required TypeModel Result { get; init; }

    /// <summary>The inputs, made of <c>fold</c> and <c>start</c>, in code.</summary>
    public required string Input { get; init; }

    public required bool MayFinishEarly { get; init; }

    /// <summary>What the attribute sets, where it is not the default.</summary>
    public required EquatableArray<SettingModel> Settings { get; init; }
}

/// <summary>What a node asks people with.</summary>
/// <param name="Name">The parameter's name without escape.</param>
/// <param name="Property">The run's property; null where it has none, in a faulty module.</param>
/// <param name="Question">The type of the questions.</param>
/// <param name="Answer">The type of the answers.</param>
internal sealed record HumanInputModel(string Name, string? Property, TypeModel Question, TypeModel Answer);

/// <summary>An argument of the call of a node.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Type">Its type, where that matters.</param>
/// <param name="Index">The index among the inputs, the edges or the human inputs.</param>
/// <param name="Key">The key of a keyed service in code.</param>
/// <param name="IsOptional">Whether a service may be missing.</param>
internal sealed record ArgumentModel(
    ArgumentKind Kind, TypeModel? Type = null, int Index = 0, string? Key = null, bool IsOptional = false);

internal enum ArgumentKind { Input, Edge, Writer, HumanInput, CancellationToken, Context, Service, KeyedService }

/// <summary>How a node returns: each form but <see cref="Nothing"/> bears the name of the method that takes it.</summary>
internal enum ReturnForm
{
    Nothing, NothingAfter, Start, StartOf, Result, ResultOf, OptionalResult, OptionalResultOf, NullableResult, NullableResultOf,
}
