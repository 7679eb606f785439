using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>
/// Whether a task is known to have completed where its result is read, so that reading it does not block. In doubt it is.
/// </summary>
internal static class Completion
{
    public static bool IsKnown(IOperation task, IOperation use)
    {
        var bare = TaskOperations.Bare(task);
        if (TaskOperations.IsCompleted(bare))
            return true;
        return bare switch
        {
            IAwaitOperation wait when IsWhenAny(wait) => true,
            IInvocationOperation call => IsPick(call) && IsChecked(null, use),
            IObjectCreationOperation or IAwaitOperation => false,
            IParameterReferenceOperation { Parameter: var parameter } when IsAntecedent(parameter, use) => true,
            _ => IsChecked(TaskOperations.VariableOf(bare), use),
        };
    }

    /// <summary>Whether what is awaited is the first of many tasks, be it with a token or a time limit of its own.</summary>
    private static bool IsWhenAny(IAwaitOperation wait) =>
        wait.Operation.DescendantsAndSelf().Any(static operation => operation is IInvocationOperation { TargetMethod.Name: "WhenAny" });

    /// <summary>Whether a call takes a task out of a collection, where others start one.</summary>
    private static bool IsPick(IInvocationOperation call) => call.TargetMethod.ContainingNamespace.ToDisplayString() is var name &&
        (name.StartsWith("System.Linq", StringComparison.Ordinal) || name.StartsWith("System.Collections", StringComparison.Ordinal));

    /// <summary>Whether code before the use has waited for the task, or for many, or has asked whether one has completed.</summary>
    private static bool IsChecked(ISymbol? variable, IOperation use)
    {
        var isWaitedFor = false;
        foreach (var operation in use.Root().Descendants().Where(operation => IsBefore(operation, use)))
        {
            if (IsCheckOfMany(operation))
                return true;
            if (variable is null)
                continue;
            if (WaitedForBy(operation) is { } task && task.DescendantsAndSelf().Any(part => IsReference(part, variable)))
                isWaitedFor = true;
            else if (operation is IAssignmentOperation assignment && IsReference(assignment.Target, variable))
                isWaitedFor = assignment.Value is IAwaitOperation wait && IsWhenAny(wait);
        }

        return isWaitedFor;
    }

    private static bool IsCheckOfMany(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { IsStatic: true, Name: "WhenAll" or "WhenAny" or "WhenEach" or "WaitAll" or "WaitAny" } method } =>
            KnownTypes.IsTask(method.ContainingType, 0),
        IPropertyReferenceOperation { Property: { Name: "IsCompleted" or "IsCompletedSuccessfully" or "Status" } property } =>
            KnownTypes.IsTaskLike(property.ContainingType),
        _ => false,
    };

    private static IOperation? WaitedForBy(IOperation operation) => operation switch
    {
        IAwaitOperation wait => wait.Operation,
        IInvocationOperation { TargetMethod: { Name: "Wait", ContainingType: var type }, Instance: { } task }
            when KnownTypes.IsTask(type, 0) => task,
        _ => null,
    };

    /// <summary>Whether an operation ends before another begins, or may, because a loop holds both.</summary>
    private static bool IsBefore(IOperation operation, IOperation use)
    {
        if (operation.Syntax.Span.End <= use.Syntax.SpanStart)
            return true;
        return !operation.Syntax.Span.Contains(use.Syntax.Span) &&
            use.Around().Any(around => around is ILoopOperation && around.Syntax.Span.Contains(operation.Syntax.Span));
    }

    /// <summary>Whether the parameter is the completed task that a continuation is given.</summary>
    private static bool IsAntecedent(IParameterSymbol parameter, IOperation use) =>
        use.Around().OfType<IAnonymousFunctionOperation>()
            .FirstOrDefault(lambda => SymbolEqualityComparer.Default.Equals(lambda.Symbol, parameter.ContainingSymbol))
            is { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation call } } } &&
        call.TargetMethod.Name.StartsWith("Continue", StringComparison.Ordinal) &&
        (KnownTypes.IsTaskLike(call.TargetMethod.ContainingType) || KnownTypes.IsTaskFactory(call.TargetMethod.ContainingType));

    private static bool IsReference(IOperation operation, ISymbol variable) =>
        SymbolEqualityComparer.Default.Equals(TaskOperations.VariableOf(operation), variable);
}
