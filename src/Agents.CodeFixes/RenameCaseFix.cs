using System.Collections.Immutable;
using System.Composition;
using Agents.Generators;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Rename;

namespace Agents.CodeFixes;

/// <summary>Gives a case whose name is taken another one, wherever it is named.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RenameCaseFix)), Shared]
public sealed class RenameCaseFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ReservedCaseName.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await FindNodeAsync<TypeDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false) is not
                { ContainsDiagnostics: false } declaration ||
            await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
            model.GetDeclaredSymbol(declaration, cancellationToken) is not { ContainingType: { } union } type ||
            !UnionRules.FaultsOf(union, cancellationToken).Any(fault => fault.Rule == Rules.ReservedCaseName && IsSame(fault.Where, type)) ||
            IsTakenOnTheWire(type, union))
        {
            return [];
        }

        var name = FreeName(type, union);
        return [new($"Rename '{type.Name}' to '{name}'", nameof(RenameCaseFix), (solution, cancellationToken) =>
            Renamer.RenameSymbolAsync(solution, type, default, name, cancellationToken))];
    }

    /// <summary>Whether it is an explicit name on the wire that another case bears too: then no other name of the record helps.</summary>
    private static bool IsTakenOnTheWire(INamedTypeSymbol type, INamedTypeSymbol union) =>
        AttributeReader.Has(type, KnownTypes.IsChunkCaseAttribute) && UnionRules.CasesOf(union).Any(other =>
            !IsSame(other, type) && UnionRules.DiscriminatorOf(other) == UnionRules.DiscriminatorOf(type));

    private static string FreeName(INamedTypeSymbol type, INamedTypeSymbol union)
    {
        var cases = UnionRules.CasesOf(union);
        var taken = cases.Select(static other => other.Name)
            .Concat(union.GetMembers().Select(static member => member.Name))
            .Concat(cases.Select(UnionRules.HandlerOf).Concat(cases.Select(UnionRules.DiscriminatorOf)).Where(static name => name.Length > 0).Select(Pascal));
        return Names.Free(type.Name == "Write" ? "Written" : type.Name + "Case", taken);
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    private static bool IsSame(ISymbol symbol, ISymbol other) => SymbolEqualityComparer.Default.Equals(symbol, other);
}
