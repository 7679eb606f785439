using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Agents.Generators.Tests.Harness;

/// <summary>Makes compilations of sources, as a user's project would be.</summary>
internal static class Sources
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Agents;

        """;

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    public static readonly IReadOnlyList<MetadataReference> References =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        MetadataReference.CreateFromFile(typeof(AgentRun).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Microsoft.Extensions.DependencyInjection.IServiceCollection).Assembly.Location),
    ];

    private static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999,
        allowUnsafe: true);

    public static CSharpCompilation Compile(params string[] sources) => CSharpCompilation.Create(
        "My.App", sources.Select((source, i) => Parse(source, $"Source{i}.cs")), References, Options);

    public static SyntaxTree Parse(string source, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(Usings + source, Encoding.UTF8), ParseOptions, path);

    /// <summary>Edits the body of each method, so that lines move and no signature changes.</summary>
    public static CSharpCompilation EditBodies(CSharpCompilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
            compilation = compilation.ReplaceSyntaxTree(tree, tree.WithRootAndOptions(new BodyEditor().Visit(tree.GetRoot()), ParseOptions));
        return compilation;
    }

    private sealed class BodyEditor : CSharpSyntaxRewriter
    {
        private static readonly SyntaxTriviaList Comment = SyntaxFactory.TriviaList(
            SyntaxFactory.LineFeed, SyntaxFactory.Comment("// edited"), SyntaxFactory.LineFeed);

        public override SyntaxNode? VisitBlock(BlockSyntax node) =>
            node.WithOpenBraceToken(node.OpenBraceToken.WithTrailingTrivia(Comment));

        public override SyntaxNode? VisitArrowExpressionClause(ArrowExpressionClauseSyntax node) =>
            node.WithArrowToken(node.ArrowToken.WithTrailingTrivia(Comment));
    }
}
