using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Models;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>
/// Finds paths through a node at whose end it has neither emitted nor given a result. In a module without results they are
/// how runs end, in a scope how it drains.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SilentPathAnalyzer : NodeBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.SilentPath];

    private protected override void Analyze(OperationBlockAnalysisContext context, NodeSignature node, NodeBody body)
    {
        if (node.Return is ReturnForm.Result or ReturnForm.ResultOf || (node.Result is null && !node.Edges.Any()))
            return;
        var ends = SilentPaths.Find(node, body);
        if (ends.Count == 0 || ModuleReading.Of(node.Method.ContainingType) is not { } module || module.Nodes.All(static other => other.Result is null) ||
            module.IsGathered(node))
        {
            return;
        }

        foreach (var end in ends)
            context.ReportDiagnostic(Diagnostic.Create(Rules.SilentPath, end, node.Name));
    }
}
