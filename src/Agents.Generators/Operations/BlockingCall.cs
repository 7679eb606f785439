using System.Collections.Immutable;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>A call that holds its thread until tasks have completed, a time is over, or a semaphore is free.</summary>
/// <param name="Kind">How it blocks.</param>
/// <param name="Operation">The call.</param>
/// <param name="Tasks">The tasks that it waits for, without <c>ConfigureAwait</c> and the like.</param>
internal sealed record BlockingCall(BlockingKind Kind, IOperation Operation, ImmutableArray<IOperation> Tasks)
{
    /// <summary>The call in a message.</summary>
    public string Name => Kind switch
    {
        BlockingKind.Result => "Result",
        BlockingKind.GetResult => "GetAwaiter().GetResult()",
        BlockingKind.Wait => "Wait()",
        BlockingKind.WaitAll => "Task.WaitAll",
        BlockingKind.WaitAny => "Task.WaitAny",
        BlockingKind.Sleep => "Thread.Sleep",
        _ => "SemaphoreSlim.Wait",
    };

    /// <summary>What to do instead.</summary>
    public string Advice => Kind switch
    {
        BlockingKind.WaitAll => "await Task.WhenAll",
        BlockingKind.WaitAny => "await Task.WhenAny",
        BlockingKind.Sleep => "await Task.Delay",
        BlockingKind.Semaphore => "await WaitAsync",
        _ => "await it",
    };

    /// <summary>The call that starts a run, or asks one, whose task is waited for; null where no run is waited for.</summary>
    public IInvocationOperation? RunCall => Tasks.Select(RunCallOf).FirstOrDefault(static call => call is not null);

    /// <summary>Whether a call on an agent's client or on a handle of a run.</summary>
    public static bool IsOnRun(IInvocationOperation call) => call.Instance?.Type is { } type &&
        (NodeRules.IsClient(type) || TypeRules.DerivesFrom(type, KnownTypes.IsAgentRun));

    /// <summary>Whether it surely waits: no task of it is known to have completed. That looks at all of the body.</summary>
    public bool Waits => Kind is not (BlockingKind.Result or BlockingKind.GetResult or BlockingKind.Wait) || !Completion.IsKnown(Tasks[0], Operation);

    /// <summary>Reads a call; null if it is none of those.</summary>
    public static BlockingCall? Of(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "Result", Instance: { } task } when KnownTypes.IsTaskLike(task.Type) =>
            OfTask(BlockingKind.Result, operation, task),
        IInvocationOperation call => OfCall(call),
        _ => null,
    };

    private static BlockingCall? OfCall(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "GetResult" when call.Instance is IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task } &&
            TaskOperations.Bare(task) is var bare && KnownTypes.IsTaskLike(bare.Type) => OfTask(BlockingKind.GetResult, call, bare),
        "Wait" when call.Instance is { } task && KnownTypes.IsTask(call.TargetMethod.ContainingType, 0) && !IsProbe(call) =>
            OfTask(BlockingKind.Wait, call, task),
        "Wait" when KnownTypes.IsSemaphoreSlim(call.TargetMethod.ContainingType) && !IsProbe(call) =>
            new(BlockingKind.Semaphore, call, []),
        "WaitAll" when KnownTypes.IsTask(call.TargetMethod.ContainingType, 0) => new(BlockingKind.WaitAll, call, TasksOf(call)),
        "WaitAny" when KnownTypes.IsTask(call.TargetMethod.ContainingType, 0) => new(BlockingKind.WaitAny, call, TasksOf(call)),
        "Sleep" when KnownTypes.IsThread(call.TargetMethod.ContainingType) && !IsProbe(call) => new(BlockingKind.Sleep, call, []),
        _ => null,
    };

    private static BlockingCall OfTask(BlockingKind kind, IOperation operation, IOperation task) =>
        new(kind, operation, [TaskOperations.Bare(task)]);

    /// <summary>Whether the call only looks, as <c>Wait(0)</c> does.</summary>
    private static bool IsProbe(IInvocationOperation call) => call.Arguments is [var first, ..] && first.Value switch
    {
        { ConstantValue: { HasValue: true, Value: 0 } } => true,
        IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: nameof(TimeSpan) } } => true,
        _ => false,
    };

    private static ImmutableArray<IOperation> TasksOf(IInvocationOperation call) => [.. call.Arguments
        .SelectMany(static argument => argument.Value.DescendantsAndSelf())
        .Where(static operation => KnownTypes.IsTaskLike(operation.Type))
        .Select(TaskOperations.Bare)];

    private static IInvocationOperation? RunCallOf(IOperation task) => task switch
    {
        IInvocationOperation call => IsOnRun(call) ? call : null,
        ILocalReferenceOperation { Local: var local } => InitializerOf(local, task) is IInvocationOperation call && IsOnRun(call) ? call : null,
        _ => null,
    };

    private static IOperation? InitializerOf(ILocalSymbol local, IOperation use) => use.Root().Descendants()
        .OfType<IVariableDeclaratorOperation>()
        .Where(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
        .Select(static declarator => declarator.Initializer?.Value is { } value ? TaskOperations.Bare(value) : null)
        .FirstOrDefault();
}

/// <summary>The ways to block a thread.</summary>
internal enum BlockingKind { Result, GetResult, Wait, WaitAll, WaitAny, Sleep, Semaphore }
