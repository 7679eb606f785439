using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.CodeFixes;

/// <summary>How the items between two braces are laid out: each on its lines, or all on one.</summary>
/// <param name="Lead">What stands before an item.</param>
/// <param name="End">What stands behind one.</param>
internal readonly record struct Layout(SyntaxTriviaList Lead, SyntaxTriviaList End)
{
    private const string Indent = "    ";

    /// <summary>Whether each item begins a line.</summary>
    public bool HasLines => End.Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>How the items before a closing brace are laid out.</summary>
    /// <param name="last">The last of them, if there is one.</param>
    /// <param name="brace">The brace.</param>
    public static Layout Of(SyntaxNode? last, SyntaxToken brace)
    {
        if (EndOfLineBefore(brace) is not { } end || (last is not null && EndOfLineBefore(last.GetFirstToken()) is null))
            return new(default, [SyntaxFactory.Space]);
        if (last is null)
            return new Layout(IndentOf(brace.LeadingTrivia), [end]).Deeper();
        var lead = last.GetLeadingTrivia();
        var blankLine = lead.Take(1).Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        return new([.. blankLine, .. IndentOf(lead)], [end]);
    }

    /// <summary>The layout of what is nested in the items.</summary>
    public Layout Deeper() => HasLines ? this with { Lead = Lead.Add(SyntaxFactory.Whitespace(Indent)) } : this;

    /// <summary>The blanks at the end of what stands before an item.</summary>
    public static SyntaxTriviaList IndentOf(SyntaxTriviaList lead) =>
        lead is [.., var last] && last.IsKind(SyntaxKind.WhitespaceTrivia) ? [last] : default;

    private static SyntaxTrivia? EndOfLineBefore(SyntaxToken token) =>
        token.GetPreviousToken().TrailingTrivia is [.., var last] && last.IsKind(SyntaxKind.EndOfLineTrivia) ? last : null;
}
