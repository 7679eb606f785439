using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Analyzers;
using Agents.Generators.Analyzers.JsonContexts;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Simplification;

namespace Agents.CodeFixes;

/// <summary>Lists a payload's type in the context, by a further <c>[JsonSerializable]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ListInJsonContextFix)), Shared]
public sealed class ListInJsonContextFix : AgentCodeFix
{
    private const string Attribute = "System.Text.Json.Serialization.JsonSerializableAttribute";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.NotInJsonContext.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var project = document.Project;
        if (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is not { } compilation ||
            compilation.Assembly.GetTypeByMetadataName(diagnostic.Properties[JsonContextAnalyzer.ContextProperty]!) is not { } context ||
            Find(diagnostic.Properties[JsonContextAnalyzer.TypeProperty]!, context, compilation, cancellationToken) is not { } type)
        {
            return [];
        }

        var parts = context.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellationToken))
            .OfType<ClassDeclarationSyntax>()
            .Where(part => project.GetDocument(part.SyntaxTree) is not (null or SourceGeneratedDocument))
            .ToArray();
        var part = Array.Find(parts, static part => part.AttributeLists.Any(HasListing)) ?? parts.FirstOrDefault();
        if (part is null)
            return [];
        var title = $"List '{type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}' in '{context.Name}'";
        return [Edit(title, nameof(ListInJsonContextFix), project.GetDocument(part.SyntaxTree)!, editor =>
            editor.ReplaceNode(part, List(part, PayloadType.NameOf(type))))];
    }

    /// <summary>The type, if it is still missing and the context can name it.</summary>
    private static ITypeSymbol? Find(string name, INamedTypeSymbol context, Compilation compilation, CancellationToken cancellationToken) =>
        new JsonNeeds(compilation).MissingIn([context], ImmutableHashSet<string>.Empty, cancellationToken)
            .Where(payload => payload.Name == name && compilation.IsSymbolAccessibleWithin(payload.Type, context))
            .Select(static payload => payload.Type)
            .FirstOrDefault();

    private static ClassDeclarationSyntax List(ClassDeclarationSyntax part, string type)
    {
        var lists = part.AttributeLists;
        var last = lists.LastOrDefault(HasListing) ?? lists.LastOrDefault();
        var name = last?.Attributes.FirstOrDefault(IsListing)?.Name ?? Syntax.Type(Attribute);
        var added = SyntaxFactory.AttributeList([SyntaxFactory.Attribute(
            (NameSyntax)name.WithoutTrivia(), SyntaxFactory.AttributeArgumentList([SyntaxFactory.AttributeArgument(
                SyntaxFactory.TypeOfExpression(SyntaxFactory.ParseTypeName(type).WithAdditionalAnnotations(Simplifier.Annotation)))]))]);
        if (last is not null)
        {
            var end = last.GetTrailingTrivia().Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)).ToArray();
            added = added
                .WithLeadingTrivia(Layout.IndentOf(last.GetLeadingTrivia()))
                .WithTrailingTrivia(end.Length == 0 ? last.GetTrailingTrivia() : [.. end]);
            return part.WithAttributeLists(lists.Insert(lists.IndexOf(last) + 1, added));
        }

        added = added.WithLeadingTrivia(part.GetLeadingTrivia()).WithTrailingTrivia(Syntax.LineEndOf(part));
        return part.WithLeadingTrivia(Layout.IndentOf(part.GetLeadingTrivia())).WithAttributeLists([added]);
    }

    private static bool HasListing(AttributeListSyntax list) => list.Attributes.Any(IsListing);

    private static bool IsListing(AttributeSyntax attribute) => attribute.Name
        .DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Last().Identifier.ValueText is "JsonSerializable" or "JsonSerializableAttribute";
}
