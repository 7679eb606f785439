using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace Agents.CodeFixes;

/// <summary>What a call of a node would emit to it.</summary>
internal static class Emits
{
    /// <summary>
    /// The arguments for the target's inputs, in their order; of tokens, writers and the like the run takes care. Null where
    /// one cannot be told.
    /// </summary>
    public static IReadOnlyList<ExpressionSyntax>? Of(
        InvocationExpressionSyntax call, NodeSignature target, SemanticModel model, CancellationToken cancellationToken)
    {
        // What is emitted to an aggregate is not what it takes.
        if (target.Role is NodeRole.Aggregate)
            return null;
        var arguments = (model.GetOperation(call, cancellationToken) as IInvocationOperation)?.Arguments ?? [];
        var values = target.Inputs
            .Select(input => arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter, input)))
            .Select(ValueOf)
            .OfType<ExpressionSyntax>()
            .ToArray();
        return values.Length == target.Inputs.Count() && values.Length <= 4 ? values : null;
    }

    private static ExpressionSyntax? ValueOf(IArgumentOperation? argument) => argument switch
    {
        { ArgumentKind: ArgumentKind.Explicit, Parameter.RefKind: RefKind.None, Syntax: ArgumentSyntax { Expression: var value } } => value,
        { ArgumentKind: ArgumentKind.DefaultValue, Parameter: { HasExplicitDefaultValue: true } parameter } =>
            SyntaxFactory.ParseExpression(Literals.OfDefault(parameter)).WithAdditionalAnnotations(Simplifier.Annotation),
        _ => null,
    };
}
