namespace Agents.Generators.Models;

/// <summary>A module: all that its generated file depends on.</summary>
internal sealed record ModuleModel
{
    public required PlaceModel Place { get; init; }

    /// <summary>The agent's name on the wire.</summary>
    public required string Agent { get; init; }

    /// <summary>The accessibility of the generated types, as C# says it.</summary>
    public required string Accessibility { get; init; }

    /// <summary>Whether the registration is public.</summary>
    public required bool IsPublic { get; init; }

    /// <summary>What the attribute sets, where it is not the default.</summary>
    public required EquatableArray<SettingModel> Settings { get; init; }

    public required EquatableArray<NodeModel> Nodes { get; init; }

    /// <summary>The index of the entry; -1 where there is none, in a faulty module.</summary>
    public required int Entry { get; init; }

    /// <summary>The result type; null where no node gives a result.</summary>
    public required TypeModel? Result { get; init; }

    /// <summary>The unions that occur in payloads, by their names in code.</summary>
    public required EquatableArray<string> Unions { get; init; }

    /// <summary>What keeps the module from working; null for nothing.</summary>
    public required string? Fault { get; init; }

    public string ClientName => Place.Name + "Client";

    public string RunName => Place.Name + "Run";

    public string ChangesName => Place.Name + "Changes";

    public string Client => Place.FullNameOf(ClientName);

    public string Run => Place.FullNameOf(RunName);

    public string Changes => Place.FullNameOf(ChangesName);

    public string Wiring => Place.FullName + ".AgentWiring";

    /// <summary>The inputs of the entry.</summary>
    public EquatableArray<InputModel> Inputs => Entry < 0 ? default : Nodes[Entry].Inputs;

    /// <summary>The result type, where generated code needs one.</summary>
    public string ResultOrNone => Result?.Name ?? "global::Agents.Infrastructure.NoResult";
}

/// <summary>A property of a definition and its value in code.</summary>
internal sealed record SettingModel(string Property, string Value);
