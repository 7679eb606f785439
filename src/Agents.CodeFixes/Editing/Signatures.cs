using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace Agents.CodeFixes;

/// <summary>Whether the signature of a method can be changed.</summary>
internal static class Signatures
{
    /// <summary>Whether no base class, interface or other part of the method asks for the signature as it is.</summary>
    public static bool IsFree(IMethodSymbol method) =>
        !method.IsOverride && !method.IsVirtual && !method.IsAbstract &&
        !method.IsPartialDefinition && method.PartialDefinitionPart is null &&
        !method.ContainingType.AllInterfaces.SelectMany(static @interface => @interface.GetMembers())
            .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    /// <summary>Where users' code calls the method, or names it as a group to be called; generated code will follow by itself.</summary>
    public static async Task<IReadOnlyList<Use>> UsesOfAsync(IMethodSymbol method, Solution solution, CancellationToken cancellationToken)
    {
        var uses = new List<Use>();
        foreach (var symbol in await SymbolFinder.FindReferencesAsync(method, solution, cancellationToken).ConfigureAwait(false))
        {
            foreach (var location in symbol.Locations.Where(static location => location.Document is not SourceGeneratedDocument))
            {
                var root = await location.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                var name = root!.FindNode(location.Location.SourceSpan, findInsideTrivia: true, getInnermostNodeForTie: true);
                if (!name.AncestorsAndSelf().Any(IsMention))
                    uses.Add(new Use(location.Document, CallOf(name)));
            }
        }

        return uses;
    }

    /// <summary>The call of a name; null if it is not called there.</summary>
    public static InvocationExpressionSyntax? CallOf(SyntaxNode name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => CallOf(access),
        InvocationExpressionSyntax call when call.Expression == name => call,
        _ => null,
    };

    private static bool IsMention(SyntaxNode node) => node is CrefSyntax or
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } };
}

/// <summary>A place that depends on a method's signature.</summary>
/// <param name="Document">Where it stands.</param>
/// <param name="Call">The call; null where the method is named as a group.</param>
internal sealed record Use(Document Document, InvocationExpressionSyntax? Call);
