using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using ArgumentKind = Agents.Generators.Models.ArgumentKind;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>Finds edges, writers and human inputs that a node takes and never uses. Whatever is done with one is a use.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedParameterAnalyzer : NodeBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.EdgeUnused, Rules.WriterUnused, Rules.HumanInputUnused];

    private protected override void Analyze(OperationBlockAnalysisContext context, NodeSignature node, NodeBody body)
    {
        if (body.OnlyThrows)
            return;
        var used = new HashSet<ISymbol>(
            body.Block.Descendants().OfType<IParameterReferenceOperation>().Select(static use => use.Parameter),
            SymbolEqualityComparer.Default);
        foreach (var (parameter, kind) in node.Parameters)
        {
            var rule = kind switch
            {
                ArgumentKind.Edge => Rules.EdgeUnused,
                ArgumentKind.Writer => Rules.WriterUnused,
                ArgumentKind.HumanInput => Rules.HumanInputUnused,
                _ => null,
            };
            if (rule is not null && !used.Contains(parameter))
                context.ReportDiagnostic(Diagnostic.Create(rule, LocationOf(parameter), node.Name, parameter.Name));
        }
    }
}
