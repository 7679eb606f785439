using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>Writes the typed handle of a module's runs.</summary>
internal static class RunEmitter
{
    public static void Emit(CodeWriter code, ModuleModel module)
    {
        var result = module.Result is { } type ? $"<{type.Name}>" : "";
        code.Line($"""
            /// <summary>A handle to a run of agent <c>{GeneratedFile.Xml(module.Agent)}</c>.</summary>
            {GeneratedFile.GeneratedCode}
            """);
        using var run = code.Open($"{module.Accessibility} class {module.RunName} : global::Agents.AgentRun{result}");
        code.Line($$"""
            /// <summary>For mocks: every member that is used must be overridden.</summary>
            protected {{module.RunName}}()
            {
            }

            /// <summary>Makes a handle.</summary>
            /// <param name="connection">What leads to the run.</param>
            {{GeneratedFile.Hidden}}
            public {{module.RunName}}(global::Agents.Infrastructure.RunConnection<{{module.ResultOrNone}}> connection)
                : base(connection)
            {
            }
            """);
        for (var i = 0; i < module.Nodes.Count; i++)
        {
            var node = module.Nodes[i];
            if (node.Chunk is not { } chunk || module.Nodes.Take(i).Any(other => other.Name == node.Name))
                continue;
            var body = module.Fault is null ? $"GetNodeStream<{chunk.Name}>({i})" : GeneratedFile.Throw(module.Fault);
            code.Line($"""

                /// <summary>What node <c>{GeneratedFile.Xml(node.WireName)}</c> streams.</summary>
                public virtual global::Agents.NodeStream<{chunk.Name}> {Names.Escape(node.Name)} => {body};
                """);
        }

        var taken = new HashSet<string>(module.Nodes.Where(static node => node.Chunk is not null).Select(static node => node.Name), StringComparer.Ordinal);
        foreach (var input in module.Nodes.SelectMany(static node => node.HumanInputs))
        {
            if (input.Property is not { } property || !taken.Add(property))
                continue;
            var requests = $"HumanRequests<{input.Question.Name}, {input.Answer.Name}>";
            var body = module.Fault is null ? $"Get{requests}({Literals.Of(input.Name)})" : GeneratedFile.Throw(module.Fault);
            code.Line($"""

                /// <summary>What people are asked by <c>{input.Name}</c>.</summary>
                public virtual global::Agents.{requests} {property} => {body};
                """);
        }
    }
}
