using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.CodeFixes;

/// <summary>Writes missing cases into a switch, laid out as the ones that are there.</summary>
internal static class MissingCase
{
    /// <summary>The pattern for a case of a union.</summary>
    public static PatternSyntax PatternFor(INamedTypeSymbol type, string variable) => SyntaxFactory.DeclarationPattern(
        Syntax.Type(type),
        SyntaxFactory.SingleVariableDesignation(SyntaxFactory.ParseToken(Names.Escape(variable))));

    public static SwitchExpressionSyntax AddTo(SwitchExpressionSyntax expression, IReadOnlyList<PatternSyntax> patterns)
    {
        var layout = Layout.Of(expression.Arms.LastOrDefault(), expression.CloseBraceToken);
        var endsWithComma = expression.Arms.Count == 0 ? layout.HasLines : expression.Arms.SeparatorCount == expression.Arms.Count;
        var arms = new List<SyntaxNodeOrToken>(expression.Arms.GetWithSeparators());
        if (arms.Count > 0 && !endsWithComma)
        {
            var last = arms[arms.Count - 1];
            arms[arms.Count - 1] = last.AsNode()!.WithoutTrailingTrivia();
            arms.Add(SyntaxFactory.Token(default, SyntaxKind.CommaToken, last.GetTrailingTrivia()));
        }

        foreach (var pattern in patterns)
        {
            var arm = SyntaxFactory.SwitchExpressionArm(pattern, NotImplemented()).NormalizeWhitespace().WithLeadingTrivia(layout.Lead);
            if (endsWithComma || pattern != patterns[patterns.Count - 1])
                arms.AddRange([arm, SyntaxFactory.Token(default, SyntaxKind.CommaToken, layout.End)]);
            else
                arms.Add(arm.WithTrailingTrivia(layout.End));
        }

        return expression.WithArms(SyntaxFactory.SeparatedList<SwitchExpressionArmSyntax>(arms));
    }

    public static SwitchStatementSyntax AddTo(SwitchStatementSyntax statement, IReadOnlyList<PatternSyntax> patterns)
    {
        var layout = Layout.Of(statement.Sections.LastOrDefault(), statement.CloseBraceToken);
        var body = statement.Sections.LastOrDefault() is { } last
            ? Layout.Of(last.Statements[0], statement.CloseBraceToken)
            : layout.Deeper();
        return statement.AddSections([.. patterns.Select(pattern => SyntaxFactory.SwitchSection(
            [
                SyntaxFactory.CasePatternSwitchLabel(pattern, SyntaxFactory.Token(SyntaxKind.ColonToken))
                    .NormalizeWhitespace().WithLeadingTrivia(layout.Lead).WithTrailingTrivia(body.End),
            ],
            [SyntaxFactory.ParseStatement("break;").WithLeadingTrivia(body.Lead).WithTrailingTrivia(layout.End)]))]);
    }

    private static ThrowExpressionSyntax NotImplemented() => SyntaxFactory.ThrowExpression(
        SyntaxFactory.ObjectCreationExpression(Syntax.Type("System.NotImplementedException"), SyntaxFactory.ArgumentList(), null));
}
