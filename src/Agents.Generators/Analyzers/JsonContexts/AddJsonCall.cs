using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers.JsonContexts;

/// <summary>A call of <c>AgentsBuilder.AddJson</c>.</summary>
/// <param name="Argument">What is given.</param>
/// <param name="Context">Its type, if that is a user's context; null for a resolver that may know anything.</param>
internal readonly record struct AddJsonCall(SyntaxNode Argument, INamedTypeSymbol? Context)
{
    /// <summary>Reads a call; null if it is one of another method.</summary>
    public static AddJsonCall? Of(IInvocationOperation call)
    {
        if (call.TargetMethod.Name != "AddJson" || !KnownTypes.IsAgentsBuilder(call.TargetMethod.ContainingType) ||
            call.Arguments is not [{ Value: var value }])
        {
            return null;
        }

        while (value is IConversionOperation conversion)
            value = conversion.Operand;
        return new(value.Syntax, KnownTypes.IsJsonContext(value.Type) ? (INamedTypeSymbol)value.Type! : null);
    }
}
