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
        var separator = parameters.SeparatorCount > 0
            ? parameters.GetSeparator(0).WithLeadingTrivia()
            : SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        // What stands before the parameters of a list with one per line belongs to each of them.
        var lead = parameters.Count > 1 ? parameters[1].GetLeadingTrivia() : parameters[0].GetLeadingTrivia();
        parameter = parameter.WithLeadingTrivia(index == 0 ? parameters[0].GetLeadingTrivia() : lead);
        var nodes = parameters.ToList();
        if (index == 0)
            nodes[0] = nodes[0].WithLeadingTrivia(lead);
        nodes.Insert(index, parameter);
        var separators = parameters.GetSeparators().ToList();
        separators.Insert(Math.Min(index, separators.Count), separator);
        return list.WithParameters(SyntaxFactory.SeparatedList(nodes, separators));
    }

    /// <summary>A name that none of those in a scope is: the preferred one, else with a number behind it.</summary>
    public static string Free(string preferred, SemanticModel model, int position)
    {
        var name = preferred;
        for (var i = 2; model.LookupSymbols(position, name: name).Any(); i++)
            name = preferred + i;
        return name;
    }

    /// <summary>What lines end with in a file.</summary>
    public static SyntaxTrivia LineEndOf(SyntaxNode node) => node.SyntaxTree.GetRoot().DescendantTrivia()
        .Where(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))
        .Select(static trivia => SyntaxFactory.EndOfLine(trivia.ToString()))
        .DefaultIfEmpty(SyntaxFactory.LineFeed)
        .First();

    private static TypeSyntax Shortened(TypeSyntax type) => type.WithAdditionalAnnotations(Simplifier.Annotation);
}
