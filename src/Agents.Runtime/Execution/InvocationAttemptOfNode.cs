using System.Runtime.CompilerServices;
using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>An attempt of a node with its typed input.</summary>
internal class InvocationAttempt<TModule, TInput, TResult>(
    Run run, NodeRuntime<TModule, TInput, TResult> node, TInput input, int number)
    : InvocationAttempt<TResult>(run, node.Info, number)
    where TModule : class
{
    /// <summary>What the node returned, as long as it is waited for: mostly its task alone, which with its form says it all.</summary>
    private object? pending;

    public virtual TInput Input => input;

    /// <summary>The node with its types, of which the base has the same without.</summary>
    private protected NodeRuntime<TModule, TInput, TResult> Runtime => Unsafe.As<NodeRuntime<TModule, TInput, TResult>>(NodeInfo.Runtime);

    public sealed override IReadOnlyList<object?> BoxedInputs => (Runtime.Definition.Parameters.Count, Input) switch
    {
        (0, _) => [],
        (1, var single) => [single],
        (_, ITuple tuple) => [.. Enumerable.Range(0, tuple.Length).Select(index => tuple[index])],
        _ => throw new InvalidOperationException($"The inputs of node '{Node}' are no tuple."),
    };

    protected override InvocationAttempt MakeAttempt(int attemptNumber) =>
        new InvocationAttempt<TModule, TInput, TResult>(Run, Runtime, input, attemptNumber);

    public sealed override bool IsFromCache => ExtrasIfAny?.Origins is { } more && (more.WasFromCache || more.CacheUse is CacheUse<TResult> { Found: not null });

    protected override void WriteInput() => Extras.StoredInput = Host.Payloads.WriteInputs(input, Runtime.Definition.Input, Node);

    public override EmissionTemplate ToTemplate() => new Template(Runtime, input);

    protected sealed override void KeepInCache(TimeSpan time)
    {
        if (ExtrasIfAny?.Origins?.CacheUse is not CacheUse<TResult> { Found: null, Key: var key })
            return;
        var emissions = new List<EmissionTemplate>(EmissionCount + ItemCount);
        for (var emission = FirstEmission; emission is not null; emission = emission.Next)
            emissions.Add(emission.ToTemplate());
        Host.Cache.Set(key, new CachedOutcome<TResult>
        {
            Chunks = ((IChunkSource?)Stream)?.ToCache(),
            Emissions = emissions,
            HasResult = HasResult,
            Result = result,
            StartValue = StartValue,
        }, time);
    }

    protected sealed override void TakeReturn(InvocationAttempt original)
    {
        var same = (InvocationAttempt<TModule, TInput, TResult>)original;
        (result, HasResult, StartValue) = (same.result, same.HasResult, same.StartValue);
        if (same.IsFromCache)
            Extras.NeedOrigins().WasFromCache = true;
        if (Host.IsDurable)
            StoreReturn();
    }

    protected sealed override void ReadReturn(JsonElement? storedResult, JsonElement? storedStart, bool isFromCache)
    {
        if (isFromCache)
            Extras.NeedOrigins().WasFromCache = true;
        HasResult = storedResult is not null;
        if (storedResult is { } json)
            result = Host.Payloads.Read<TResult>(json, Node, "result");
        if (storedStart is { } start && NodeInfo.StartValue is { } value)
            StartValue = value.Read(start, Host.Payloads, Node);
        if (NodeInfo.Aggregate is not null)
            Extras.NeedOrigins().Aggregate = MakeAggregate();
    }

    protected sealed override InvocationAttempt MakeAggregate() => NodeInfo.Aggregate!.MakeInvocation(this, StartValue);

    protected sealed override Task? Invoke()
    {
        if (NodeInfo.CacheTime is not null)
        {
            var key = new CacheKey(NodeInfo, Host.Payloads.HashInputs(Node, Input, Runtime.Definition.Input));
            Host.Cache.TryGet(key, out CachedOutcome<TResult>? found);
            var cache = new CacheUse<TResult>(key, found);
            Extras.NeedOrigins().CacheUse = cache;
            if (found is not null)
                return cache.Replay = found.ReplayAsync(this);
        }

        var returned = Runtime.Definition.Invoke(Runtime.Module, Input, this);
        if (returned.Task is { IsCompleted: false } task)
        {
            pendingForm = returned.Form;
            pending = returned.IsInItsTask ? task : returned;
            return task;
        }

        Take(returned);
        return null;
    }

    protected sealed override Exception? ReadReturn()
    {
        try
        {
            if (ExtrasIfAny?.Origins?.CacheUse is CacheUse<TResult> { Found: { } kept, Replay: { } replay })
            {
                replay.GetAwaiter().GetResult();
                (HasResult, result, StartValue) = (kept.HasResult, kept.Result, kept.StartValue);
                OnReturned();
            }
            else if (pending is { } awaited)
            {
                pending = null;
                Take(awaited is Task task ? NodeReturn<TResult>.Of(pendingForm, task) : (NodeReturn<TResult>)awaited);
            }

            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private void Take(in NodeReturn<TResult> returned)
    {
        var kind = returned.Read(out result, out var startValue);
        StartValue = startValue;
        if (kind is NodeReturnKind.Null)
            throw NullReturned();
        HasResult = kind is NodeReturnKind.Result;
        OnReturned();
    }

    private void OnReturned()
    {
        if (NodeInfo.Aggregate is not null)
            Extras.NeedOrigins().Aggregate = MakeAggregate();
        if (!Host.IsDurable)
            return;
        Run.ThrowIfTooLarge(this);
        StoreReturn();
    }

    private void StoreReturn()
    {
        if (HasResult)
            Extras.StoredReturn = Host.Payloads.Write(result, Node, "result");
        else if (NodeInfo.StartValue is { } start)
            Extras.StoredReturn = start.Write(StartValue, Host.Payloads, Node);
    }

    /// <summary>What it returned for its aggregate; null if nothing.</summary>
    private object? StartValue
    {
        get => ExtrasIfAny?.Origins?.StartValue;
        set
        {
            if (value is not null)
                Extras.NeedOrigins().StartValue = value;
        }
    }

    private InvalidOperationException NullReturned() => new(NodeInfo.Aggregate is null
        ? $"Node '{Node}' returned null, but its result type {typeof(TResult).Name} is not nullable. Return a value, " +
          "or declare the return type nullable: then null means that this node has no result to give."
        : $"Node '{Node}' returned null, but what it gives to its aggregate is not nullable. Return a value, or declare the return " +
          "type nullable.");

    /// <summary>What is kept of an emission to this node.</summary>
    private sealed class Template(NodeRuntime<TModule, TInput, TResult> node, TInput input) : EmissionTemplate
    {
        public override IEmission Make(Run run)
        {
            var made = new InvocationAttempt<TModule, TInput, TResult>(run, node, input, 1);
            made.StoreInput();
            return made;
        }
    }
}
