using System.Collections.Immutable;
using System.Composition;
using Agents.Generators;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agents.CodeFixes;

/// <summary>Leaves a node one of its roles, with the settings of all.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeepOneRoleFix)), Shared]
public sealed class KeepOneRoleFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.SeveralRoles.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var method = await FindNodeAsync<MethodDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        if (method is null || method.AttributeLists.Any(static list => list.ContainsDirectives) ||
            await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
            model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol)
        {
            return [];
        }

        // That it is a node is said by any role.
        var marks = symbol.GetAttributes()
            .Where(static attribute => KnownTypes.IsNodeAttribute(attribute.AttributeClass))
            .Select(attribute => (Role: attribute, Syntax: Attributes.SyntaxOf(attribute, cancellationToken)))
            .OrderBy(static mark => mark.Role.AttributeClass!.Name == "NodeAttribute")
            .ToArray();
        if (marks.Length < 2 || !marks.All(mark => mark.Syntax?.Parent?.Parent == method))
            return [];
        var all = marks.Select(static mark => mark.Syntax!).ToArray();
        return [.. marks.Select((mark, i) => Edit(
            $"Keep {NodeRules.ShowMark(mark.Role)}", $"{nameof(KeepOneRoleFix)}.{i}", document,
            editor => editor.ReplaceNode(method, Keep(method, mark.Role, mark.Syntax!, all))))];
    }

    private static MemberDeclarationSyntax Keep(
        MethodDeclarationSyntax method, AttributeData role, AttributeSyntax kept, IReadOnlyList<AttributeSyntax> all)
    {
        MemberDeclarationSyntax result = method.TrackNodes(all);
        var others = all.Where(mark => mark != kept).ToArray();
        foreach (var other in others)
            result = Attributes.Remove(result, result.GetCurrentNode(other)!);
        return result.ReplaceNode(result.GetCurrentNode(kept)!, NodeMark.Merge(kept, role, others));
    }
}
