using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Models;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds what is odd in graphs that can be run: nodes that are never invoked, or whose work leads to nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GraphShapeAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.UnreachableNode, Rules.NoResult, Rules.DeadEnd];

    private protected override void Register(CompilationStartAnalysisContext start) => RegisterModules(start, static (context, reading) =>
    {
        if (reading.FaultsOf(context.Compilation, context.CancellationToken).Any())
            return;
        foreach (var fault in UnreachableOf(reading).Concat(FruitlessOf(reading)))
            Report(context, fault);
    });

    private static IEnumerable<Fault> UnreachableOf(ModuleReading reading)
    {
        var reached = new HashSet<int> { reading.Entry };
        var next = new Stack<int>(reached);
        while (next.Count > 0)
        {
            foreach (var edge in reading.Nodes[next.Pop()].Edges)
            {
                var target = GraphRules.TargetOf(edge, reading.Nodes);
                if (reached.Add(target))
                    next.Push(target);
            }
        }

        return reading.Nodes
            .Where((_, i) => !reached.Contains(i))
            .Select(node => new Fault(Rules.UnreachableNode, node.Method, node.Name, reading.Nodes[reading.Entry].Name));
    }

    /// <summary>
    /// Where no node gives a result, that is told once; else each node that leads nowhere. One with a service, or in a module
    /// with services, may be there for its effects; one that asks people, to tell them.
    /// </summary>
    private static IEnumerable<Fault> FruitlessOf(ModuleReading reading)
    {
        if (reading.Nodes.All(static node => node.Result is null))
            return [new(Rules.NoResult, reading.Module, reading.Module.Name)];
        return reading.Module.InstanceConstructors.Any(static constructor => constructor.Parameters.Length > 0)
            ? []
            : reading.Nodes.Where(IsDeadEnd).Select(static node => new Fault(Rules.DeadEnd, node.Method, node.Name));
    }

    private static bool IsDeadEnd(NodeSignature node) =>
        node.Result is null && node.Chunk is null && !node.Edges.Any() &&
        !node.Of(ArgumentKind.Service).Concat(node.Of(ArgumentKind.KeyedService)).Concat(node.HumanInputs).Any();
}
