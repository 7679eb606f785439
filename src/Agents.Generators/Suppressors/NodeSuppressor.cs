using System.Collections.Immutable;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Suppressors;

/// <summary>
/// Silences what other analyzers say of nodes and modules because they do not see the generated code: nodes are instance
/// methods that only this calls, under the node's name; modules are made by dependency injection.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NodeSuppressor : DiagnosticSuppressor
{
    private static readonly SuppressionDescriptor MarkAsStatic = new(
        "AGENTSUP0002", "CA1822", "A node is a method of the module's instance, whether it uses it or not.");

    private static readonly SuppressionDescriptor UnusedMember = new(
        "AGENTSUP0003", "IDE0051", "Generated code calls the node.");

    private static readonly SuppressionDescriptor NameOfAsyncMethod = new(
        "AGENTSUP0004", "VSTHRD200", "The method's name is the node's, which others see.");

    private static readonly SuppressionDescriptor UnusedClass = new(
        "AGENTSUP0005", "CA1812", "Generated code registers the module in dependency injection, which makes it.");

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } =
        [MarkAsStatic, UnusedMember, NameOfAsyncMethod, UnusedClass];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (var diagnostic in context.ReportedDiagnostics)
        {
            var suppression = SupportedSuppressions.First(descriptor => descriptor.SuppressedDiagnosticId == diagnostic.Id);
            if (DeclaredAt(diagnostic.Location, context) is { } symbol && IsOurs(symbol, suppression))
                context.ReportSuppression(Suppression.Create(suppression, diagnostic));
        }
    }

    private static bool IsOurs(ISymbol symbol, SuppressionDescriptor suppression) => suppression == UnusedClass
        ? symbol is INamedTypeSymbol && AttributeReader.Has(symbol, KnownTypes.IsAgentModuleAttribute)
        : symbol is IMethodSymbol method && NodeSignature.Of(method) is not null;

    /// <summary>The method or class whose name stands at a place.</summary>
    private static ISymbol? DeclaredAt(Location location, SuppressionAnalysisContext context)
    {
        var node = location.SourceTree?.GetRoot(context.CancellationToken).FindNode(location.SourceSpan);
        return node is MethodDeclarationSyntax or TypeDeclarationSyntax
            ? context.GetSemanticModel(node.SyntaxTree).GetDeclaredSymbol(node, context.CancellationToken)
            : null;
    }
}
