using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>Finds the places in a returned value that say "no result from me": null or default, written out.</summary>
internal static class NullResult
{
    public static IEnumerable<IOperation> In(IOperation? value) => value switch
    {
        { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation => [value],
        IConversionOperation { OperatorMethod: null } conversion => Within(value, conversion.Operand),
        IConditionalOperation choice => In(choice.WhenTrue).Concat(In(choice.WhenFalse)),
        ICoalesceOperation choice => In(choice.WhenNull),
        ISwitchExpressionOperation choice => choice.Arms.SelectMany(static arm => In(arm.Value)),
        IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType: var type }, Arguments: [var result] }
            when KnownTypes.IsTaskLike(type) => Within(value, result.Value),
        IObjectCreationOperation { Arguments: [var result] } when KnownTypes.IsValueTask(value.Type, 1) => Within(value, result.Value),
        _ => [],
    };

    /// <summary>Where all that is wrapped is null, the wrapper is.</summary>
    private static IEnumerable<IOperation> Within(IOperation wrapper, IOperation wrapped) =>
        In(wrapped).Select(nothing => nothing == wrapped ? wrapper : nothing);
}
