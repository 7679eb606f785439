using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>What a node gave: nothing, a result, or a task of either. Made by generated code, read once by the runtime.</summary>
/// <typeparam name="TResult">The agent's result type; <see cref="NoResult"/> where no node gives one.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NodeReturn<TResult>
{
    private readonly TResult? value;
    private readonly Delegate? read;
    private readonly object? start;

    private NodeReturn(NodeReturnForm form, Task? task, TResult? value = default, Delegate? read = null, object? start = null)
    {
        Form = form;
        this.value = value;
        this.read = read;
        this.start = start;
        Task = task;
    }

    /// <summary>In which form the node gives it.</summary>
    public NodeReturnForm Form { get; }

    /// <summary>Whether <see cref="Form"/> and <see cref="Task"/> say it all, so that <see cref="Of"/> makes the same again.</summary>
    public bool IsInItsTask => Task is not null && Form is (NodeReturnForm.None or NodeReturnForm.Required or NodeReturnForm.Optional);

    /// <summary>What to wait for, or null where the node has returned synchronously.</summary>
    public Task? Task { get; }

    /// <summary>Nothing: the node is <c>void</c>.</summary>
    public static NodeReturn<TResult> Nothing => default;

    /// <summary>Nothing, when <paramref name="task"/> has completed.</summary>
    /// <param name="task">The node's task.</param>
    public static NodeReturn<TResult> NothingAfter(Task task) => new(NodeReturnForm.None, Checked(task));

    /// <inheritdoc cref="NothingAfter(Task)"/>
    public static NodeReturn<TResult> NothingAfter(ValueTask task)
    {
        if (!task.IsCompletedSuccessfully)
            return new(NodeReturnForm.None, task.AsTask());
        task.GetAwaiter().GetResult();
        return default;
    }

    /// <summary>A result that must not be null.</summary>
    /// <param name="value">The result.</param>
    public static NodeReturn<TResult> Result(TResult value) => new(NodeReturnForm.Required, null, value);

    /// <summary>A result that must not be null, when <paramref name="task"/> has completed.</summary>
    /// <param name="task">The node's task.</param>
    public static NodeReturn<TResult> ResultOf(Task<TResult> task) => new(NodeReturnForm.Required, Checked(task));

    /// <inheritdoc cref="ResultOf(Task{TResult})"/>
    public static NodeReturn<TResult> ResultOf(ValueTask<TResult> task) =>
        task.IsCompletedSuccessfully ? Result(task.Result) : ResultOf(task.AsTask());

    /// <summary>A result, or null for none from this node.</summary>
    /// <param name="value">The result.</param>
    public static NodeReturn<TResult> OptionalResult(TResult? value) => new(NodeReturnForm.Optional, null, value);

    /// <summary>A result, or null for none from this node, when <paramref name="task"/> has completed.</summary>
    /// <param name="task">The node's task.</param>
    public static NodeReturn<TResult> OptionalResultOf(Task<TResult?> task) => new(NodeReturnForm.Optional, Checked(task));

    /// <inheritdoc cref="OptionalResultOf(Task{TResult})"/>
    public static NodeReturn<TResult> OptionalResultOf(ValueTask<TResult?> task) =>
        task.IsCompletedSuccessfully ? OptionalResult(task.Result) : OptionalResultOf(task.AsTask());

    /// <summary>What the start of a scope gives to its aggregate; no result of the agent.</summary>
    /// <typeparam name="TStart">Its type.</typeparam>
    /// <param name="value">What the node returned.</param>
    /// <param name="allowsNull">Whether that may be null.</param>
    public static NodeReturn<TResult> Start<TStart>(TStart value, bool allowsNull) =>
        new(allowsNull ? NodeReturnForm.OptionalStart : NodeReturnForm.Start, null, start: value);

    /// <summary>What the start of a scope gives to its aggregate, when <paramref name="task"/> has completed.</summary>
    /// <typeparam name="TStart">Its type.</typeparam>
    /// <param name="task">The node's task.</param>
    /// <param name="allowsNull">Whether what it gives may be null.</param>
    public static NodeReturn<TResult> StartOf<TStart>(Task<TStart> task, bool allowsNull) => new(
        allowsNull ? NodeReturnForm.OptionalStart : NodeReturnForm.Start, Checked(task),
        read: static (Task completed) => (object?)((Task<TStart>)completed).GetAwaiter().GetResult());

    /// <inheritdoc cref="StartOf{TStart}(Task{TStart}, bool)"/>
    public static NodeReturn<TResult> StartOf<TStart>(ValueTask<TStart> task, bool allowsNull) =>
        task.IsCompletedSuccessfully ? Start(task.Result, allowsNull) : StartOf(task.AsTask(), allowsNull);

    /// <summary>The same once more, from what says it all; see <see cref="IsInItsTask"/>.</summary>
    /// <param name="form">Its form.</param>
    /// <param name="task">Its task.</param>
    public static NodeReturn<TResult> Of(NodeReturnForm form, Task task)
    {
        var again = new NodeReturn<TResult>(form, task);
        return again.IsInItsTask
            ? again
            : throw new ArgumentOutOfRangeException(nameof(form), form, "There is more to this form than a task.");
    }

    internal static NodeReturn<TResult> NullableOf(Task task, Func<Task, Optional<TResult>> read) =>
        new(NodeReturnForm.Nullable, Checked(task), default, read);

    /// <summary>Reads what the node gave, once <see cref="Task"/> has completed.</summary>
    /// <param name="result">The result, if there is one.</param>
    /// <returns>Whether there is a result, none, or a null where none may be.</returns>
    /// <exception cref="Exception">Whatever the node's task failed with.</exception>
    public NodeReturnKind Read(out TResult? result) => Read(out result, out _);

    /// <inheritdoc cref="Read(out TResult)"/>
    /// <param name="result">The result, if there is one.</param>
    /// <param name="startValue">What the start of a scope gives to its aggregate, if this is one.</param>
    public NodeReturnKind Read(out TResult? result, out object? startValue)
    {
        result = value;
        startValue = start;
        switch (Form)
        {
            case NodeReturnForm.None:
                Task?.GetAwaiter().GetResult();
                return NodeReturnKind.Nothing;
            case NodeReturnForm.Nullable:
                var optional = ((Func<Task, Optional<TResult>>)read!)(Task!);
                result = optional.Value;
                return optional.HasValue ? NodeReturnKind.Result : NodeReturnKind.Nothing;
            case NodeReturnForm.Start or NodeReturnForm.OptionalStart:
                if (Task is not null)
                    startValue = ((Func<Task, object?>)read!)(Task);
                return startValue is null && Form is NodeReturnForm.Start ? NodeReturnKind.Null : NodeReturnKind.Start;
            default:
                if (Task is not null)
                    result = ((Task<TResult>)Task).GetAwaiter().GetResult();
                if (result is not null)
                    return NodeReturnKind.Result;
                return Form is NodeReturnForm.Optional ? NodeReturnKind.Nothing : NodeReturnKind.Null;
        }
    }

    private static TTask Checked<TTask>(TTask task) where TTask : Task => task ?? throw new InvalidOperationException(
        "The node returned null instead of a task.");
}

/// <summary>Makes <see cref="NodeReturn{TResult}"/> of nodes that return <see cref="Nullable{T}"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NodeReturn
{
    /// <summary>A result, or null for none from this node.</summary>
    /// <typeparam name="T">The agent's result type.</typeparam>
    /// <param name="value">The result.</param>
    public static NodeReturn<T> NullableResult<T>(T? value) where T : struct =>
        value is { } result ? NodeReturn<T>.Result(result) : NodeReturn<T>.Nothing;

    /// <summary>A result, or null for none from this node, when <paramref name="task"/> has completed.</summary>
    /// <typeparam name="T">The agent's result type.</typeparam>
    /// <param name="task">The node's task.</param>
    public static NodeReturn<T> NullableResultOf<T>(Task<T?> task) where T : struct =>
        NodeReturn<T>.NullableOf(task, static completed => ((Task<T?>)completed).GetAwaiter().GetResult() is { } result
            ? new Optional<T>(result)
            : default);

    /// <inheritdoc cref="NullableResultOf{T}(Task{T?})"/>
    public static NodeReturn<T> NullableResultOf<T>(ValueTask<T?> task) where T : struct =>
        task.IsCompletedSuccessfully ? NullableResult(task.Result) : NullableResultOf(task.AsTask());
}

/// <summary>In which form a node gives what it gives.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum NodeReturnForm : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A result that must not be null.</summary>
    Required,

    /// <summary>A result, or null for none from this node.</summary>
    Optional,

    /// <summary>A result that is a <see cref="Nullable{T}"/>, or null for none from this node.</summary>
    Nullable,

    /// <summary>What the start of a scope gives to its aggregate, and must not be null.</summary>
    Start,

    /// <summary>What the start of a scope gives to its aggregate, or null.</summary>
    OptionalStart,
}

/// <summary>What <see cref="NodeReturn{TResult}.Read(out TResult, out object)"/> found.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum NodeReturnKind
{
    /// <summary>The node gives no result.</summary>
    Nothing,

    /// <summary>The node gives a result.</summary>
    Result,

    /// <summary>The node returned null though its type is not annotated nullable.</summary>
    Null,

    /// <summary>The node is the start of a scope, and what it returned is for the scope's aggregate.</summary>
    Start,
}

internal readonly struct Optional<T>(T value)
{
    public bool HasValue { get; } = true;
    public T Value { get; } = value;
}
