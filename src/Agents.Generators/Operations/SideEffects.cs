using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ArgumentKind = Agents.Generators.Models.ArgumentKind;

namespace Agents.Generators.Operations;

/// <summary>
/// Calls of a node that surely change something outside of the run: they give nothing back, so they are made for their
/// effect. In doubt a call is none.
/// </summary>
internal static class SideEffects
{
    /// <summary>What calls begin with that wait or look, and give nothing because an exception says what they find.</summary>
    private static readonly string[] Harmless = ["Wait", "Delay", "Check", "Ensure", "Validate", "Verify", "Throw"];

    /// <summary>The awaited calls of services, or of what the module was given, that give nothing back.</summary>
    public static IEnumerable<IAwaitOperation> In(NodeSignature node, NodeBody body) => body.Block.Descendants()
        .OfType<IAwaitOperation>()
        .Where(wait => wait.Parent is IExpressionStatementOperation &&
            TaskOperations.Bare(wait.Operation) is IInvocationOperation { Instance: { } instance } call &&
            (KnownTypes.IsTask(call.Type, 0) || KnownTypes.IsValueTask(call.Type, 0)) &&
            IsGiven(TaskOperations.VariableOf(instance), node) && IsOfUser(instance.Type) &&
            !Array.Exists(Harmless, name => call.TargetMethod.Name.StartsWith(name, StringComparison.Ordinal)));

    /// <summary>Whether a node takes care that its effects come once: it knows a key for them, or hands its context on.</summary>
    public static bool AreGuarded(NodeBody body) => body.Block.Descendants().Any(static operation => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "IdempotencyKey", ContainingType: var type } } => KnownTypes.IsNodeContext(type),
        IArgumentOperation { Value: IParameterReferenceOperation { Type: var type } } => KnownTypes.IsNodeContext(type),
        _ => false,
    });

    /// <summary>Whether a variable holds what dependency injection gave to the node or to its module.</summary>
    private static bool IsGiven(ISymbol? variable, NodeSignature node) => variable switch
    {
        IParameterSymbol parameter => SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, node.Method)
            ? node.Parameters.Any(own => own.Kind is ArgumentKind.Service or ArgumentKind.KeyedService && SymbolEqualityComparer.Default.Equals(own.Symbol, parameter))
            : parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor },
        IFieldSymbol or IPropertySymbol => !variable.IsStatic && SymbolEqualityComparer.Default.Equals(variable.ContainingType, node.Method.ContainingType),
        _ => false,
    };

    /// <summary>Of types of .NET nobody knows; calls of other agents are found again by a later attempt.</summary>
    private static bool IsOfUser(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && !TypeRules.IsFramework(named) && !NodeRules.IsClient(type);
}
