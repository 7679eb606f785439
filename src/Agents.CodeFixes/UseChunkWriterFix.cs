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
using Microsoft.CodeAnalysis.Formatting;

namespace Agents.CodeFixes;

/// <summary>Lets a node stream with a writer what it gives as an asynchronous sequence.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseChunkWriterFix)), Shared]
public sealed class UseChunkWriterFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.ReturnsSequence.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (await FindNodeAsync<MethodDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } method ||
            model is null || model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol || NodeSignature.Of(symbol) is not { Chunk: null } node ||
            node.Returned is not INamedTypeSymbol sequence || !KnownTypes.IsAsyncSequence(sequence) ||
            !SymbolEqualityComparer.Default.Equals(node.Returned, symbol.ReturnType) || !Signatures.IsFree(symbol) ||
            (await Signatures.UsesOfAsync(symbol, document.Project.Solution, cancellationToken).ConfigureAwait(false)).Count > 0)
        {
            return [];
        }

        var position = method.Body?.SpanStart ?? method.ExpressionBody?.SpanStart ?? method.SpanStart;
        var writer = new Writer(
            Syntax.Free("chunks", model, position),
            symbol.Parameters.FirstOrDefault(static parameter => KnownTypes.IsCancellationToken(parameter.Type))?.Name,
            Syntax.Free("chunk", model, position));
        return BodyOf(method, writer) is not { } body
            ? []
            : [Edit("Stream with a ChunkWriter", nameof(UseChunkWriterFix), document, editor =>
                editor.ReplaceNode(method, WithWriter(method, symbol, sequence.TypeArguments[0], writer, body)))];
    }

    private static MethodDeclarationSyntax WithWriter(
        MethodDeclarationSyntax method, IMethodSymbol symbol, ITypeSymbol chunk, Writer writer, BlockSyntax body)
    {
        var token = symbol.Parameters.TakeWhile(static parameter => !KnownTypes.IsCancellationToken(parameter.Type) && !parameter.IsOptional).Count();
        var parameter = Syntax.Parameter(
            SyntaxFactory.GenericName("ChunkWriter").AddTypeArgumentListArguments(Syntax.Type(chunk)), writer.Name);
        var modifiers = method.Modifiers.Any(SyntaxKind.AsyncKeyword)
            ? method.Modifiers
            : method.Modifiers.Add(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        return method
            .WithModifiers(modifiers)
            .WithReturnType(Syntax.Type("System.Threading.Tasks.Task").WithTriviaFrom(method.ReturnType))
            .WithParameterList(Syntax.Insert(WithoutEnumeratorCancellation(method.ParameterList), token, parameter))
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithBody(body);
    }

    /// <summary>The body with a write for each yield, or one that reads the sequence; null where it can be neither.</summary>
    private static BlockSyntax? BodyOf(MethodDeclarationSyntax method, Writer writer)
    {
        if (method.Body is { } body && Functions.OwnNodesOf(body).OfType<YieldStatementSyntax>().Any())
            return (BlockSyntax)new YieldRewriter(writer).Visit(body);
        var sequence = method.ExpressionBody?.Expression
            ?? (method.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null);
        return sequence is null || method.ReturnType.ToString().Contains("IAsyncEnumerator") ? null : SyntaxFactory.Block(
            SyntaxFactory.ParseStatement(
                $"await foreach (var {writer.Chunk} in {sequence.WithoutTrivia()})\n{writer.Write(writer.Chunk)};\n"))
            .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static ParameterListSyntax WithoutEnumeratorCancellation(ParameterListSyntax list) => list.ReplaceNodes(
        list.Parameters.Where(static parameter => parameter.AttributeLists.Count > 0),
        static (_, parameter) =>
        {
            var lists = parameter.AttributeLists.Where(static attributes =>
                !attributes.Attributes.Any(static attribute => attribute.Name.ToString().Contains("EnumeratorCancellation")));
            return parameter.WithAttributeLists(SyntaxFactory.List(lists)).WithTriviaFrom(parameter);
        });

    /// <summary>What the chunks are written with.</summary>
    private sealed record Writer(string Name, string? Token, string Chunk)
    {
        public string Write(string chunk) => $"await {Name}.WriteAsync({chunk}{(Token is null ? "" : ", " + Token)})";
    }

    private sealed class YieldRewriter(Writer writer) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitYieldStatement(YieldStatementSyntax node) => SyntaxFactory.ParseStatement(
            node.Expression is { } chunk ? writer.Write(chunk.WithoutTrivia().ToString()) + ";" : "return;").WithTriviaFrom(node);

        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;
    }
}
