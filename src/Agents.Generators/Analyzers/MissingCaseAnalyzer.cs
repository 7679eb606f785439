using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds switches over a union that no arm of which could match one of its cases.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingCaseAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.MissingCase];

    private protected override void Register(CompilationStartAnalysisContext start) => start.RegisterOperationAction(
        static context =>
        {
            if (UnionCoverage.Of(context.Operation, context.Compilation) is { Missing: [_, ..] missing } coverage)
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.MissingCase, KeywordOf(context.Operation.Syntax), coverage.Union.Name, Show(missing)));
            }
        },
        OperationKind.SwitchExpression, OperationKind.Switch);

    private static Location KeywordOf(SyntaxNode @switch) => @switch switch
    {
        SwitchExpressionSyntax expression => expression.SwitchKeyword.GetLocation(),
        SwitchStatementSyntax statement => statement.SwitchKeyword.GetLocation(),
        _ => @switch.GetLocation(),
    };

    private static string Show(IReadOnlyList<INamedTypeSymbol> cases)
    {
        var names = cases.Select(static type => $"'{type.Name}'").ToArray();
        return names.Length == 1
            ? "case " + names[0]
            : $"cases {string.Join(", ", names.Take(names.Length - 1))} and {names[names.Length - 1]}";
    }
}
