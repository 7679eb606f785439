using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Agents.CodeFixes;

/// <summary>Makes pieces of code that read as if written by hand.</summary>
internal static class Syntax
{
    /// <summary>A type by its full name, shortened to what the place where it is put allows.</summary>
    public static TypeSyntax Type(string fullName) => Shortened(SyntaxFactory.ParseTypeName("global::" + fullName));

    /// <summary>A type as its symbol tells it, shortened to what the place where it is put allows.</summary>
    public static TypeSyntax Type(ITypeSymbol type) => Shortened(SyntaxFactory.ParseTypeName(NameOf(type)));

    /// <summary>The full name of a type with its annotations.</summary>
    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    /// <summary>A parameter as one would write it.</summary>
    public static ParameterSyntax Parameter(TypeSyntax type, string name) =>
        SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(type.WithTrailingTrivia(SyntaxFactory.Space));

    /// <summary>Adds a parameter at a place, with the commas and blanks, or the lines, of the ones that are there.</summary>
    public static ParameterListSyntax Insert(ParameterListSyntax list, int index, ParameterSyntax parameter)
    {
        var parameters = list.Parameters;
        if (parameters.Count == 0)
            return list.WithParameters(parameters.Add(parameter));
        // What stands before the parameters of a list with one per line belongs to each of them.
        var lead = parameters.Count > 1 ? parameters[1].GetLeadingTrivia() : parameters[0].GetLeadingTrivia();
        parameter = parameter.WithLeadingTrivia(index == 0 ? parameters[0].GetLeadingTrivia() : lead);
        var nodes = parameters.ToList();
        if (index == 0)
            nodes[0] = nodes[0].WithLeadingTrivia(lead);
        if (index == nodes.Count)
        {
            parameter = parameter.WithTrailingTrivia(nodes[index - 1].GetTrailingTrivia());
            nodes[index - 1] = nodes[index - 1].WithTrailingTrivia();
        }

        nodes.Insert(index, parameter);
        var separators = parameters.GetSeparators().ToList();
        separators.Insert(Math.Min(index, separators.Count), SeparatorOf(list));
        return list.WithParameters(SyntaxFactory.SeparatedList(nodes, separators));
    }

    /// <summary>A comma with the blanks or the line end of those in a list, without their comments.</summary>
    private static SyntaxToken SeparatorOf(ParameterListSyntax list)
    {
        var model = list.Parameters.SeparatorCount > 0 ? list.Parameters.GetSeparator(0).TrailingTrivia : list.OpenParenToken.TrailingTrivia;
        var space = model.Where(static trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia)).ToArray();
        return SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(space is [] ? [SyntaxFactory.Space] : space);
    }

    /// <summary>A name that none of those in a scope is: the preferred one, else with a number behind it.</summary>
    public static string Free(string preferred, SemanticModel model, int position)
    {
        var name = preferred;
        for (var i = 2; model.LookupSymbols(position, name: name).Any(); i++)
            name = preferred + i;
        return name;
    }

    /// <summary>Whether the name of a type stands where a value could, so that it is parsed as an expression.</summary>
    public static bool IsExpression(SyntaxNode name) =>
        name.Parent is MemberAccessExpressionSyntax or ArgumentSyntax or ConstantPatternSyntax or CaseSwitchLabelSyntax;

    /// <summary>What lines end with in a file.</summary>
    public static SyntaxTrivia LineEndOf(SyntaxNode node) => node.SyntaxTree.GetRoot().DescendantTrivia()
        .Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))
        .Select(static trivia => SyntaxFactory.EndOfLine(trivia.ToString()))
        .DefaultIfEmpty(SyntaxFactory.LineFeed)
        .First();

    private static TypeSyntax Shortened(TypeSyntax type) => type.WithAdditionalAnnotations(Simplifier.Annotation);
}
