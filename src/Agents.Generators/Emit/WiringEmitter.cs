using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>Writes the module's own part: its graph, and the definition that the runtime works from.</summary>
internal static class WiringEmitter
{
    private const string Infrastructure = "global::Agents.Infrastructure";

    public static void Emit(CodeWriter code, ModuleModel module)
    {
        using var part = code.Open(GeneratedFile.PartOf(module.Place.Self));
        code.Line($"""
            /// <summary>The graph of agent <c>{GeneratedFile.Xml(module.Agent)}</c>: its nodes, edges and types.</summary>
            {GeneratedFile.GeneratedCode}
            """);
        if (module.Fault is not null)
        {
            code.Line($"public static global::Agents.AgentGraph Graph => {GeneratedFile.Throw(module.Fault)};");
            return;
        }

        code.Line($"""
            public static global::Agents.AgentGraph Graph => AgentWiring.Definition.Graph;

            {GeneratedFile.GeneratedCode}
            {GeneratedFile.Hidden}
            """);
        using var wiring = code.Open("internal static class AgentWiring");
        var type = $"{Infrastructure}.AgentDefinition<{module.Place.FullName}, {TupleOf(module.Inputs)}, {module.ResultOrNone}>";
        using var definition = code.Open(
            $"internal static {type} Definition {{ get; }} = new({Literals.Of(module.Agent)})", close: "};");
        WriteSettings(code, module.Settings);
        using (code.Open("Nodes =", "[", "],"))
        {
            foreach (var node in module.Nodes)
                NodeEmitter.Emit(code, module, node);
        }

        code.Line($"Entry = {module.Entry},");
        if (module.Unions.Count > 0)
            code.Line($"JsonResolvers = [{string.Join(", ", module.Unions.Select(static union => union + ".JsonResolver"))}],");
        code.Line($"CreateRun = static connection => new {module.Run}(connection),");
    }

    /// <summary>The type of several inputs as one: a tuple, or the type itself where there is one only.</summary>
    public static string TupleOf(EquatableArray<InputModel> inputs) => inputs.Count switch
    {
        0 => "global::System.ValueTuple",
        1 => inputs[0].Type.Name,
        _ => $"({string.Join(", ", inputs.Select(static input => input.Type.Name))})",
    };

    public static void WriteSettings(CodeWriter code, IEnumerable<SettingModel> settings)
    {
        foreach (var setting in settings)
            code.Line($"{setting.Property} = {setting.Value},");
    }
}
