using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>What code says of tasks, by its operations.</summary>
internal static class TaskOperations
{
    /// <summary>The task behind conversions, <c>ConfigureAwait</c> and <c>AsTask</c>.</summary>
    public static IOperation Bare(IOperation task) => task switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Bare(conversion.Operand),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask", Instance: { } instance }
            when KnownTypes.IsTaskLike(instance.Type) => Bare(instance),
        IConditionalAccessInstanceOperation instance => ReceiverOf(instance) is { } receiver ? Bare(receiver) : task,
        _ => task,
    };

    /// <summary>Whether the task is surely completed when it is made: there is nothing to wait for.</summary>
    public static bool IsCompleted(IOperation task) => Bare(task) switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: true, Name: "FromResult" or "FromException" or "FromCanceled" } method } =>
            KnownTypes.IsTaskLike(method.ContainingType),
        IPropertyReferenceOperation { Property: { IsStatic: true, Name: "CompletedTask" } property } =>
            KnownTypes.IsTaskLike(property.ContainingType),
        IObjectCreationOperation { Type: { } type, Arguments: var arguments } => IsValueTask(type) &&
            (arguments.IsEmpty || SymbolEqualityComparer.Default.Equals(
                arguments[0].Parameter?.Type, ((INamedTypeSymbol)type).TypeArguments.FirstOrDefault())),
        IConditionalOperation { WhenFalse: { } otherwise } choice => IsCompleted(choice.WhenTrue) && IsCompleted(otherwise),
        ICoalesceOperation choice => IsCompleted(choice.Value) && IsCompleted(choice.WhenNull),
        ISwitchExpressionOperation choice => choice.Arms.All(static arm => IsCompleted(arm.Value)),
        IDefaultValueOperation or IThrowOperation or ILiteralOperation => true,
        _ => false,
    };

    /// <summary>The local, parameter, field or property that is read; null for anything else.</summary>
    public static ISymbol? VariableOf(IOperation operation) => Bare(operation) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member => member.Member,
        _ => null,
    };

    private static bool IsValueTask(ITypeSymbol type) => KnownTypes.IsValueTask(type, 0) || KnownTypes.IsValueTask(type, 1);

    private static IOperation? ReceiverOf(IOperation instance)
    {
        for (var operation = instance; operation.Parent is { } parent; operation = parent)
        {
            if (parent is IConditionalAccessOperation access && operation != access.Operation)
                return access.Operation;
        }

        return null;
    }
}
