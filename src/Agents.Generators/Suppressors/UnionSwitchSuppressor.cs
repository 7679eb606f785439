using System.Collections.Immutable;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Suppressors;

/// <summary>
/// Silences the compiler's warning that a switch expression is not exhaustive, where it is over a union and all cases are
/// covered: the compiler does not know that there are no others. Where a case is missing AGENT0312 speaks, and names it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnionSwitchSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor NotExhaustive = new(
        "AGENTSUP0001", "CS8509", "The union is closed and the switch covers its cases, or AGENT0312 names the missing ones.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [NotExhaustive];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            if (IsNeedless(diagnostic, context))
                context.ReportSuppression(Suppression.Create(NotExhaustive, diagnostic));
        }
    }

    private static bool IsNeedless(Diagnostic diagnostic, SuppressionAnalysisContext context)
    {
        if (diagnostic.Location.SourceTree is not { } tree || tree.GetRoot(context.CancellationToken)
            .FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<SwitchExpressionSyntax>() is not { } syntax)
        {
            return false;
        }

        var model = context.GetSemanticModel(tree);
        return model.GetOperation(syntax, context.CancellationToken) is ISwitchExpressionOperation operation &&
            UnionCoverage.Of(operation, context.Compilation) is { } coverage &&
            (coverage.IsComplete ? !MissesNull(operation, model) : !coverage.HasPartial && Reports(tree, context));
    }

    /// <summary>Whether the value may be null and no arm takes that: then the compiler's warning is right.</summary>
    private static bool MissesNull(ISwitchExpressionOperation operation, SemanticModel model) =>
        model.GetTypeInfo(operation.Value.Syntax).Nullability.FlowState is NullableFlowState.MaybeNull &&
        !operation.Arms.Any(static arm => arm.Guard is null && PatternReach.MatchesNull(arm.Pattern));

    /// <summary>Whether AGENT0312 is not switched off, by an .editorconfig or in the project.</summary>
    private static bool Reports(SyntaxTree tree, SuppressionAnalysisContext context)
    {
        var (options, id) = (context.Compilation.Options, Rules.MissingCase.Id);
        var isSet = options.SyntaxTreeOptionsProvider?.TryGetDiagnosticValue(tree, id, context.CancellationToken, out var severity) is true ||
            options.SyntaxTreeOptionsProvider?.TryGetGlobalDiagnosticValue(id, context.CancellationToken, out severity) is true ||
            options.SpecificDiagnosticOptions.TryGetValue(id, out severity);
        return !isSet || severity is not (ReportDiagnostic.Suppress or ReportDiagnostic.Hidden);
    }
}
