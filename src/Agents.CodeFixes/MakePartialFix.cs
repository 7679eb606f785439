using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace Agents.CodeFixes;

/// <summary>Marks a module, a union, or a type that contains one, as partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFix)), Shared]
public sealed class MakePartialFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Rules.ModuleNotPartial.Id, Rules.ContainerNotPartial.Id, Rules.UnionNotPartial.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await FindNodeAsync<TypeDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } type
            ? []
            : [Edit($"Make '{type.Identifier.ValueText}' partial", nameof(MakePartialFix), document, editor =>
                editor.SetModifiers(type, editor.Generator.GetModifiers(type).WithPartial(true)))];
}
