using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>
/// Follows a task from where it comes to be: whether anybody sees its end. Whoever awaits it, returns it, passes it on or
/// stores it outside of a local variable may see it.
/// </summary>
internal static class Observation
{
    /// <summary>
    /// Whether nobody sees the task's end; false in doubt, and where the compiler itself says that the call is not awaited
    /// (CS4014).
    /// </summary>
    public static bool IsDropped(IOperation task) => IsDropped(task, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private static bool IsDropped(IOperation value, HashSet<ISymbol> seen)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation { OperatorMethod: null } or IArrayInitializerOperation or IArrayCreationOperation or
                    ICollectionExpressionOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation or ICoalesceOperation:
                case IConditionalOperation choice when choice.Condition != value:
                case IConditionalAccessOperation access when access.WhenNotNull == value:
                case IInvocationOperation call when call.Instance == value && GivesTask(call):
                    value = value.Parent;
                    continue;
                case IArgumentOperation { Parent: IInvocationOperation { Instance: ILocalReferenceOperation list } call } when IsAdd(call):
                    return IsForgotten(list, seen);
                case IAssignmentOperation { Parent: IExpressionStatementOperation } assignment when assignment.Value == value:
                    return assignment.Target switch
                    {
                        IDiscardOperation => true,
                        ILocalReferenceOperation local => IsForgotten(local, seen),
                        _ => ListOf(assignment.Target) is { } list && IsForgotten(list, seen),
                    };
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                    return !IsUsing(declarator) && IsForgotten(declarator, declarator.Symbol, seen);
                case IExpressionStatementOperation statement:
                    return !CompilerSpeaks(value, statement);
                default:
                    return false;
            }
        }
    }

    /// <summary>Whether a call on a task gives a task that ends with it.</summary>
    private static bool GivesTask(IInvocationOperation call) =>
        KnownTypes.IsTaskLike(call.Type) || call.TargetMethod.Name == "ConfigureAwait";

    private static bool IsForgotten(ILocalReferenceOperation reference, HashSet<ISymbol> seen) =>
        IsForgotten(reference, reference.Local, seen);

    /// <summary>Whether a local variable, or a list in one, is only written to, or read where the task is dropped again.</summary>
    private static bool IsForgotten(IOperation place, ILocalSymbol local, HashSet<ISymbol> seen)
    {
        if (!seen.Add(local))
            return true;
        return place.Root().Descendants()
            .OfType<ILocalReferenceOperation>()
            .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local))
            .All(reference => IsWritten(reference) || IsDropped(reference, seen));
    }

    /// <summary>Whether a reference puts something into a variable or a list, or only names it.</summary>
    private static bool IsWritten(ILocalReferenceOperation reference) => reference.Parent switch
    {
        INameOfOperation => true,
        IAssignmentOperation assignment => assignment.Target == reference && assignment.Parent is IExpressionStatementOperation,
        IInvocationOperation call => call.Instance == reference && IsAdd(call),
        IArrayElementReferenceOperation or IPropertyReferenceOperation =>
            ListOf(reference.Parent) == reference && reference.Parent.Parent is IAssignmentOperation { Parent: IExpressionStatementOperation } assignment &&
            assignment.Target == reference.Parent,
        _ => false,
    };

    /// <summary>The list in a local variable, of an element in it.</summary>
    private static ILocalReferenceOperation? ListOf(IOperation element) => element switch
    {
        IArrayElementReferenceOperation { ArrayReference: ILocalReferenceOperation list } => list,
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: ILocalReferenceOperation list } => list,
        _ => null,
    };

    private static bool IsAdd(IInvocationOperation call) =>
        call.Parent is IExpressionStatementOperation && Collections.Takes(call);

    private static bool IsUsing(IVariableDeclaratorOperation declarator) =>
        declarator.Parent?.Parent?.Parent is IUsingDeclarationOperation or IUsingOperation;

    /// <summary>
    /// The compiler looks at calls only: in asynchronous functions at all that can be awaited, elsewhere at those of methods
    /// that it knows to be asynchronous.
    /// </summary>
    private static bool CompilerSpeaks(IOperation value, IExpressionStatementOperation statement) =>
        value is IInvocationOperation call && (call.TargetMethod.IsAsync ||
            statement.SemanticModel?.GetEnclosingSymbol(statement.Syntax.SpanStart) is not IMethodSymbol { IsAsync: false });
}
