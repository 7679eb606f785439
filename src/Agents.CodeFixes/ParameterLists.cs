using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.CodeFixes;

/// <summary>Adds parameters to lists that keep their layout: in one line, or one a line.</summary>
internal static class ParameterLists
{
    public static ParameterListSyntax Insert(ParameterListSyntax list, int index, ParameterSyntax parameter)
    {
        var parameters = list.Parameters;
        if (parameters.Count == 0)
            return list.WithParameters(SyntaxFactory.SingletonSeparatedList(parameter));
        var neighbour = parameters[Math.Min(index, parameters.Count - 1)];
        parameter = parameter.WithLeadingTrivia(neighbour.GetLeadingTrivia());
        var items = parameters.ToList();
        if (index == items.Count)
        {
            parameter = parameter.WithTrailingTrivia(neighbour.GetTrailingTrivia());
            items[index - 1] = neighbour.WithTrailingTrivia();
        }

        items.Insert(index, parameter);
        var separators = parameters.GetSeparators().ToList();
        separators.Insert(Math.Min(index, separators.Count), SeparatorOf(list));
        return list.WithParameters(SyntaxFactory.SeparatedList(items, separators));
    }

    /// <summary>A comma like those in the list.</summary>
    private static SyntaxToken SeparatorOf(ParameterListSyntax list) => list.Parameters.GetSeparators().FirstOrDefault() is { RawKind: > 0 } first
        ? first.WithTrailingTrivia(first.TrailingTrivia.Where(static trivia => trivia.RawKind is (int)SyntaxKind.WhitespaceTrivia or (int)SyntaxKind.EndOfLineTrivia))
        : SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(
            list.OpenParenToken.TrailingTrivia is { Count: > 0 } trivia ? trivia : [SyntaxFactory.Space]);
}
