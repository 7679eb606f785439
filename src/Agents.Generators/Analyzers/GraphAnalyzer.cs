using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds graphs that cannot be run: their nodes, edges, entry, scopes and results do not fit each other.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GraphAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.NoNode, Rules.EntryUnclear, Rules.SeveralEntries, Rules.DuplicateNode, Rules.EdgeToNowhere, Rules.PayloadMismatch,
        Rules.ResultsDisagree, Rules.AggregateWithoutStart, Rules.StartWithoutAggregate, Rules.SecondAggregate, Rules.EdgeCrossesScope,
        Rules.WrongStart, Rules.AggregateInputs, Rules.UnsuitableAggregator, Rules.AggregateEntry,
    ];

    private protected override void Register(CompilationStartAnalysisContext start) => RegisterModules(start, static (context, reading) =>
    {
        foreach (var fault in GraphRules.FaultsOf(reading, context.Compilation))
            Report(context, fault);
    });
}
