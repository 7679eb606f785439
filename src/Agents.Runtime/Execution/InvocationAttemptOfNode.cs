using System.Runtime.CompilerServices;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>An attempt of a node with its typed input.</summary>
internal class InvocationAttempt<TModule, TInput, TResult>(
    Run run, NodeRuntime<TModule, TInput, TResult> node, TInput input, int number)
    : InvocationAttempt(run, node.Info, number), IResultSource<TResult>
    where TModule : class
{
    private NodeReturn<TResult> returned;
    private TResult? result;
    private bool hasResult;

    public virtual TInput Input => input;

    public sealed override bool HasResult => hasResult;

    public TResult Result => result!;

    public sealed override object? BoxedResult => hasResult ? result : null;

    public sealed override IReadOnlyList<object?> BoxedInputs => (node.Definition.Parameters.Count, Input) switch
    {
        (0, _) => [],
        (1, var single) => [single],
        (_, ITuple tuple) => [.. Enumerable.Range(0, tuple.Length).Select(index => tuple[index])],
        _ => throw new InvalidOperationException($"The inputs of node '{Node}' are no tuple."),
    };

    protected override InvocationAttempt MakeAttempt(int attemptNumber) =>
        new InvocationAttempt<TModule, TInput, TResult>(Run, node, input, attemptNumber);

    protected sealed override Task? Invoke()
    {
        returned = node.Definition.Invoke(node.Module, Input, this);
        return returned.Task;
    }

    protected sealed override Exception? ReadReturn()
    {
        try
        {
            var kind = returned.Read(out result, out var startValue);
            if (kind is NodeReturnKind.Null)
                return NullReturned();
            hasResult = kind is NodeReturnKind.Result;
            if (NodeInfo.Aggregate is { } aggregate)
                Extras.Aggregate = aggregate.MakeInvocation(this, startValue);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
        finally
        {
            returned = default;
        }
    }

    private InvalidOperationException NullReturned() => new(NodeInfo.Aggregate is null
        ? $"Node '{Node}' returned null, but its result type {typeof(TResult).Name} is not nullable. Return a value, " +
          "or declare the return type nullable: then null means that this node has no result to give."
        : $"Node '{Node}' returned null, but what it gives to its aggregate is not nullable. Return a value, or declare the return " +
          "type nullable.");
}
