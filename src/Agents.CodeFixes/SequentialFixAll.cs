using System.Collections.Immutable;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Agents.CodeFixes;

/// <summary>
/// Mends all diagnostics of a scope one after the other, each in what the ones before have left: fixes of the same lines, or
/// of several files, do not undo each other, as changes that are merged would. The places are followed by annotations.
/// </summary>
internal sealed class SequentialFixAll : FixAllProvider
{
    public static readonly SequentialFixAll Instance = new();

    private SequentialFixAll()
    {
    }

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(CodeAction.Create(
        "Fix all", cancellationToken => FixAsync(fixAllContext.WithCancellationToken(cancellationToken)), fixAllContext.CodeActionEquivalenceKey));

    private static async Task<Solution> FixAsync(FixAllContext context)
    {
        var (solution, places) = await MarkAsync(context).ConfigureAwait(false);
        foreach (var place in places)
        {
            var document = solution.GetDocument(place.Document)!;
            if (await place.FindAsync(document, context.CancellationToken).ConfigureAwait(false) is not { } diagnostic)
                continue;
            var fixes = await ((AgentCodeFix)context.CodeFixProvider)
                .FindAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false);
            if (fixes.FirstOrDefault(fix => fix.Key == context.CodeActionEquivalenceKey) is { } fix)
                solution = await fix.Apply(solution, context.CancellationToken).ConfigureAwait(false);
        }

        return solution;
    }

    /// <summary>Marks the tokens at which the diagnostics begin and end.</summary>
    private static async Task<(Solution Solution, IReadOnlyList<Place> Places)> MarkAsync(FixAllContext context)
    {
        var solution = context.Solution;
        var places = new List<Place>();
        var documents = context.Scope switch
        {
            FixAllScope.Document => [context.Document!],
            FixAllScope.Project => context.Project.Documents,
            _ => context.Solution.Projects.SelectMany(static project => project.Documents),
        };
        foreach (var document in documents.OrderBy(static document => document.FilePath ?? document.Name, StringComparer.Ordinal))
        {
            var diagnostics = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            if (diagnostics.IsEmpty || await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
                continue;
            var here = diagnostics
                .OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                .Select(diagnostic => new Place(document.Id, diagnostic))
                .ToList();
            var marks = here
                .SelectMany(place => place.MarksIn(root))
                .ToLookup(static mark => mark.Token, static mark => mark.Annotation);
            root = root.ReplaceTokens(marks.Select(static mark => mark.Key), (token, _) => token.WithAdditionalAnnotations(marks[token]));
            solution = solution.WithDocumentSyntaxRoot(document.Id, root);
            places.AddRange(here);
        }

        return (solution, places);
    }

    /// <summary>A diagnostic whose place is followed through changes.</summary>
    private sealed class Place(DocumentId document, Diagnostic diagnostic)
    {
        private readonly SyntaxAnnotation first = new();
        private readonly SyntaxAnnotation last = new();

        public DocumentId Document => document;

        public IEnumerable<(SyntaxToken Token, SyntaxAnnotation Annotation)> MarksIn(SyntaxNode root)
        {
            var span = diagnostic.Location.SourceSpan;
            yield return (root.FindToken(span.Start), first);
            yield return (root.FindToken(Math.Max(span.Start, span.End - 1)), last);
        }

        /// <summary>The diagnostic where it stands now; null if that code is gone.</summary>
        public async Task<Diagnostic?> FindAsync(Document current, CancellationToken cancellationToken)
        {
            var root = await current.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
            var (start, end) = (root!.GetAnnotatedTokens(first).FirstOrDefault(), root.GetAnnotatedTokens(last).FirstOrDefault());
            return start == default || end == default || end.Span.End < start.SpanStart
                ? null
                : Diagnostic.Create(
                    diagnostic.Descriptor, Location.Create(root.SyntaxTree, TextSpan.FromBounds(start.SpanStart, end.Span.End)), diagnostic.Properties);
        }
    }
}
