using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds budgets that bound nothing: on the wrong declaration, or negative.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BudgetAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.BudgetMisplaced];

    private protected override void Register(CompilationStartAnalysisContext start) => start.RegisterSymbolAction(
        static context =>
        {
            foreach (var fault in BudgetRules.FaultsOf(context.Symbol))
                Report(context, fault);
        },
        SymbolKind.NamedType, SymbolKind.Method);
}
