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
    private CachedOutcome<TResult>? cached;
    private Task? replay;
    private CacheKey cacheKey;
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

    public override bool IsFromCache => cached is not null;

    public override EmissionTemplate ToTemplate() => new Template(node, input);

    public override void OnCompleted()
    {
        if (NodeInfo.CacheTime is not { } time || cached is not null)
            return;
        var emissions = new List<EmissionTemplate>(EmissionCount);
        for (var emission = FirstEmission; emission is not null; emission = emission.Next)
            emissions.Add(emission.ToTemplate());
        Host.Cache.Set(cacheKey, new CachedOutcome<TResult>
        {
            Chunks = ((IChunkSource?)Stream)?.ToCache(),
            Emissions = emissions,
            HasResult = hasResult,
            Result = result,
            StartValue = null,
        }, time);
    }

    protected override Task? Invoke()
    {
        if (NodeInfo.CacheTime is not null)
        {
            cacheKey = new CacheKey(NodeInfo, Host.Payloads.HashInputs(Node, input, node.Definition.Input));
            if (Host.Cache.TryGet(cacheKey, out cached))
                return replay = cached.ReplayAsync(this);
        }

        returned = node.Definition.Invoke(node.Module, input, this);
        return returned.Task;
    }

    protected override Exception? ReadReturn()
    {
        try
        {
            if (cached is not null)
            {
                replay!.GetAwaiter().GetResult();
                (hasResult, result) = (cached.HasResult, cached.Result);
                return null;
            }

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

    /// <summary>What is kept of an emission to this node.</summary>
    private sealed class Template(NodeRuntime<TModule, TInput, TResult> node, TInput input) : EmissionTemplate
    {
        public override InvocationAttempt Make(Run run) => new InvocationAttempt<TModule, TInput, TResult>(run, node, input, 1);
    }
}
