using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>What code writes to.</summary>
internal static class Writes
{
    /// <summary>The kinds of operations that write.</summary>
    public static ImmutableArray<OperationKind> Kinds { get; } =
    [
        OperationKind.SimpleAssignment, OperationKind.CompoundAssignment, OperationKind.CoalesceAssignment,
        OperationKind.DeconstructionAssignment, OperationKind.Increment, OperationKind.Decrement, OperationKind.EventAssignment, OperationKind.Argument,
    ];

    /// <summary>The variables that an operation writes to; of those in its operands their own operations tell.</summary>
    public static IEnumerable<IOperation> TargetsOf(IOperation operation) => operation switch
    {
        IDeconstructionAssignmentOperation { Target: ITupleOperation tuple } => ElementsOf(tuple),
        ISimpleAssignmentOperation { IsRef: true } => [],
        IAssignmentOperation assignment => [assignment.Target],
        IIncrementOrDecrementOperation step => [step.Target],
        IEventAssignmentOperation subscription => [subscription.EventReference],
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument when !IsCareful(argument) => [argument.Value],
        _ => [],
    };

    private static IEnumerable<IOperation> ElementsOf(ITupleOperation tuple) => tuple.Elements.SelectMany(static element =>
        element is ITupleOperation nested ? ElementsOf(nested) : [element]);

    private static bool IsCareful(IArgumentOperation argument) =>
        argument.Parent is IInvocationOperation call && KnownTypes.IsThreadSafeWriter(call.TargetMethod.ContainingType);
}
