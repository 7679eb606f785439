using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.CodeFixes;

/// <summary>Changes attributes and what they set.</summary>
internal static class Attributes
{
    /// <summary>The attribute as it stands in code; null where it does not.</summary>
    public static AttributeSyntax? SyntaxOf(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;

    /// <summary>The property that an argument sets; null for an argument of the constructor.</summary>
    public static string? PropertyOf(AttributeArgumentSyntax argument) => argument.NameEquals?.Name.Identifier.ValueText;

    /// <summary>The attribute with a property set, whether it was before or not.</summary>
    public static AttributeSyntax With(AttributeSyntax attribute, string property, ExpressionSyntax value)
    {
        if (ArgumentsOf(attribute).FirstOrDefault(argument => PropertyOf(argument) == property) is { } old)
            return attribute.ReplaceNode(old, old.WithExpression(value.WithTriviaFrom(old.Expression)));
        return WithArguments(attribute, [.. ArgumentsOf(attribute), SyntaxFactory.AttributeArgument(value).WithNameEquals(SyntaxFactory.NameEquals(
            SyntaxFactory.IdentifierName(property).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)))]);
    }

    /// <summary>The attribute without what sets some properties.</summary>
    public static AttributeSyntax Without(AttributeSyntax attribute, params IReadOnlyCollection<string> properties)
    {
        var kept = ArgumentsOf(attribute).Where(argument => PropertyOf(argument) is not { } name || !properties.Contains(name)).ToArray();
        return kept.Length == ArgumentsOf(attribute).Count() ? attribute : WithArguments(attribute, kept);
    }

    /// <summary>The attribute with these arguments, behind each other on one line.</summary>
    public static AttributeSyntax WithArguments(AttributeSyntax attribute, IReadOnlyList<AttributeArgumentSyntax> arguments) =>
        attribute.WithArgumentList(arguments.Count == 0 ? null : (attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList())
            .WithArguments(SyntaxFactory.SeparatedList(
                arguments.Select(static argument => argument.WithoutTrivia()),
                arguments.Skip(1).Select(static _ => SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)))));

    /// <summary>The arguments of an attribute.</summary>
    public static IEnumerable<AttributeArgumentSyntax> ArgumentsOf(AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments ?? Enumerable.Empty<AttributeArgumentSyntax>();

    /// <summary>The declaration without an attribute, and without its brackets where nothing else is in them.</summary>
    public static MemberDeclarationSyntax Remove(MemberDeclarationSyntax member, AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1)
            return member.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(attribute)));
        var index = member.AttributeLists.IndexOf(list);
        var rest = member.WithAttributeLists(member.AttributeLists.RemoveAt(index));
        if (index == 0)
            return rest.WithLeadingTrivia(list.GetLeadingTrivia());
        var before = rest.AttributeLists[index - 1];
        return before.GetTrailingTrivia().Any() ? rest : rest.ReplaceNode(before, before.WithTrailingTrivia(list.GetTrailingTrivia()));
    }
}
