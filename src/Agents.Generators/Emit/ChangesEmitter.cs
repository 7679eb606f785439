using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>Writes what a fork changes with: one method for each node whose inputs others can name.</summary>
internal static class ChangesEmitter
{
    public static void Emit(CodeWriter code, ModuleModel module)
    {
        code.Line($"""
            /// <summary>What a fork of a run of agent <c>{GeneratedFile.Xml(module.Agent)}</c> changes.</summary>
            {GeneratedFile.GeneratedCode}
            """);
        using var type = code.Open($"{module.Accessibility} sealed class {module.ChangesName} : global::Agents.RunChanges");
        var isFirst = true;
        for (var i = 0; i < module.Nodes.Count; i++)
        {
            var node = module.Nodes[i];
            if (node.ChangeAccessibility is null || module.Nodes.Take(i).Any(other => other.Name == node.Name))
                continue;
            if (!isFirst)
                code.Line();
            isFirst = false;
            WriteChange(code, module, i);
        }
    }

    private static void WriteChange(CodeWriter code, ModuleModel module, int index)
    {
        var node = module.Nodes[index];
        var invocation = Names.Free("invocation", node.Inputs.Select(static input => input.Name));
        code.Line($"""
            /// <summary>Gives an invocation of node <c>{GeneratedFile.Xml(node.WireName)}</c> other inputs.</summary>
            /// <param name="{invocation}">The invocation.</param>
            """);
        foreach (var input in node.Inputs)
            code.Line($"/// <param name=\"{input.Name}\">Input of the node.</param>");
        code.List(
            $"{node.ChangeAccessibility} {module.Changes} {Names.Escape(node.Name)}(",
            [$"global::Agents.InvocationId {invocation}", .. node.Inputs.Select(StartEmitter.Parameter)], ")");
        if (module.Fault is not null)
        {
            GeneratedFile.ExpressionBody(code, module.Fault, "");
            return;
        }

        using var body = code.OpenBody();
        StartEmitter.WriteChecks(code, node.Inputs);
        code.Line($"Change({index}, {invocation}, {StartEmitter.ValueOf(node.Inputs)});");
        code.Line("return this;");
    }
}
