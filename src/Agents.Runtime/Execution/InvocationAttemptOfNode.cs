using System.Runtime.CompilerServices;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>An attempt of a node with its typed input.</summary>
internal sealed class InvocationAttempt<TModule, TInput, TResult>(
    Run run, NodeRuntime<TModule, TInput, TResult> node, TInput input, int number)
    : InvocationAttempt(run, node.Info, number), IResultSource<TResult>
    where TModule : class
{
    private NodeReturn<TResult> returned;
    private TResult? result;
    private bool hasResult;

    public TInput Input => input;

    public override bool HasResult => hasResult;

    public TResult Result => result!;

    public override object? BoxedResult => hasResult ? result : null;

    public override IReadOnlyList<object?> BoxedInputs => (node.Definition.Parameters.Count, input) switch
    {
        (0, _) => [],
        (1, _) => [input],
        (_, ITuple tuple) => [.. Enumerable.Range(0, tuple.Length).Select(index => tuple[index])],
        _ => throw new InvalidOperationException($"The inputs of node '{Node}' are no tuple."),
    };

    public override InvocationAttempt MakeNext()
    {
        var next = new InvocationAttempt<TModule, TInput, TResult>(Run, node, input, Number + 1);
        next.Bind(Ordinal);
        return next;
    }

    protected override Task? Invoke()
    {
        returned = node.Definition.Invoke(node.Module, input, this);
        return returned.Task;
    }

    protected override Exception? ReadReturn()
    {
        try
        {
            switch (returned.Read(out result))
            {
                case NodeReturnKind.Result:
                    hasResult = true;
                    return null;
                case NodeReturnKind.Null:
                    return new InvalidOperationException(
                        $"Node '{Node}' returned null, but its result type {typeof(TResult).Name} is not nullable. Return a value, " +
                        "or declare the return type nullable: then null means that this node has no result to give.");
                default:
                    return null;
            }
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
}
