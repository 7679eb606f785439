using Agents.Generators;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.CodeFixes;

/// <summary>An edge that names no node, as its fixes find it.</summary>
internal sealed record LostEdge(ParameterSyntax Syntax, IParameterSymbol Symbol, IMethodSymbol Method, ModuleReading Module)
{
    /// <summary>The <c>[To]</c> of the edge, if it has one.</summary>
    public AttributeSyntax? To => Syntax.AttributeLists
        .SelectMany(static list => list.Attributes)
        .FirstOrDefault(static attribute => attribute.Name.ToString() is "To" or "ToAttribute" or "Agents.To" or "Agents.ToAttribute");

    /// <summary>The edge of a diagnostic; null if it has found its node in the meantime.</summary>
    public static async Task<LostEdge?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<ParameterSyntax>() is { } syntax &&
            model!.GetDeclaredSymbol(syntax, cancellationToken) is IParameterSymbol { ContainingSymbol: IMethodSymbol method } edge &&
            ModuleReading.Of(method.ContainingType) is { } module &&
            KnownTypes.IsEdge(edge.Type) && GraphRules.TargetOf(edge, module.Nodes) < 0
                ? new LostEdge(syntax, edge, method, module)
                : null;
    }
}
