using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>A node in a host: what does not depend on its types.</summary>
internal sealed class NodeInfo(AgentInfo agent, NodeDefinition definition, int index)
{
    public AgentInfo Agent { get; } = agent;

    public NodeDefinition Definition { get; } = definition;

    public int Index { get; } = index;

    public string Name { get; } = definition.Name;

    /// <summary>
    /// Whether it only stands for what was stored of a node that is not there any more, or takes other inputs: it is never called.
    /// </summary>
    public bool IsFormer { get; init; }

    /// <summary>How long what it gives is kept for equal inputs; null for not at all.</summary>
    public TimeSpan? CacheTime { get; } = AgentInfo.Seconds(definition.CacheSeconds);

    /// <summary>Makes the streams of the node in a run; null for a node without a writer.</summary>
    public IStreamPort? Stream { get; } = definition.Stream?.Accept(StreamPortMaker.Instance);

    /// <summary>Of the start of a scope: what it returns for its aggregate; null where it returns nothing.</summary>
    public StartValue? StartValue { get; } = definition.StartValue is { } value ? global::Agents.Runtime.StartValue.Of(value) : null;

    /// <summary>Of the start of a scope: the aggregate that gathers it. Null for any other node.</summary>
    public IAggregate? Aggregate { get; set; }

    /// <summary>The node with its types.</summary>
    public INodeRuntime Runtime { get; set; } = null!;

    /// <summary>What the edges emit to, in their order.</summary>
    public object[] Targets { get; set; } = [];

    /// <summary>The gates that an attempt passes on its way to execution: its node's, its agent's, the host's.</summary>
    public ConcurrencyGate[] Gates { get; set; } = [];

    public bool IsRetryable(Exception exception)
    {
        // What a child has used up is not retried by its parents either: a recursion without end would not end, and a budget
        // would be spent once per attempt.
        if (exception is NonRetryableException or AgentLimitException or BudgetExceededException or PayloadException or
            AgentFailedException { Failure.Code: FailureCodes.Limit or FailureCodes.Budget })
        {
            return false;
        }

        foreach (var type in Definition.NonRetryable)
        {
            if (type.IsInstanceOfType(exception))
                return false;
        }

        return true;
    }

    private sealed class StreamPortMaker : IStreamVisitor<IStreamPort>
    {
        public static StreamPortMaker Instance { get; } = new();

        public IStreamPort Visit<TChunk>(StreamDefinition<TChunk> stream) => new StreamPort<TChunk>(stream.AllowsNull);
    }
}

/// <summary>Makes the streams of a node in a run, knowing the type of their chunks.</summary>
internal interface IStreamPort
{
    NodeSlot MakeSlot(Run run, NodeInfo node);
}

internal sealed class StreamPort<T>(bool allowsNull) : IStreamPort
{
    public NodeSlot MakeSlot(Run run, NodeInfo node) => new NodeSlot<T>(run, node, allowsNull);
}

/// <summary>A node in a host, with its types: where edges emit to.</summary>
internal sealed class NodeRuntime<TModule, TInput, TResult>(
    ModuleSource<TModule> module, NodeInfo info, NodeDefinition<TModule, TInput, TResult> definition) : EdgeTarget<TInput>, INodeRuntime, IAggregate, IGatherTarget
    where TModule : class
{
    public NodeInfo Info { get; } = info;

    public NodeDefinition<TModule, TInput, TResult> Definition { get; } = definition;

    public TModule Module => module.Module;

    public override void Emit(NodeAttempt? attempt, TInput input)
    {
        var emitting = attempt as InvocationAttempt ?? throw new InvalidOperationException("An edge of a run emits only within an attempt.");
        Definition.Input.Check?.Invoke(input);
        var emitted = new InvocationAttempt<TModule, TInput, TResult>(emitting.Run, this, input, 1);
        emitting.Store(emitted);
        emitting.AddEmission(emitted);
    }

    public InvocationAttempt Make(Run run, InvocationChange change)
    {
        var made = new InvocationAttempt<TModule, TInput, TResult>(run, this, ((InvocationChange<TInput>)change).Input, 1);
        made.StoreInput();
        return made;
    }

    public InvocationAttempt Read(Run run, JsonElement inputs) =>
        new InvocationAttempt<TModule, TInput, TResult>(run, this, ReadInputs(inputs), 1);

    public InvocationChange ReadChange(InvocationId invocation, JsonElement inputs) =>
        new InvocationChange<TInput>(Info.Index, invocation, ReadInputs(inputs));

    public byte[] WriteChange(InvocationChange change) =>
        Info.Agent.Host.Payloads.WriteInputs(((InvocationChange<TInput>)change).Input, Definition.Input, Info.Name);

    public Exception? FindMisfit(JsonElement inputs)
    {
        try
        {
            ReadInputs(inputs);
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private TInput ReadInputs(JsonElement inputs)
    {
        var read = Definition.Input.Read(new NodeInputReader(inputs, Info.Agent.Host.Payloads.JsonOptions));
        Definition.Input.Check?.Invoke(read);
        return read;
    }

    public void Check(InvocationChange change)
    {
        if (change is not InvocationChange<TInput> typed)
            throw new ArgumentException($"The change of invocation {change.Invocation} has no inputs of its node '{Info.Name}'.", nameof(change));
        Definition.Input.Check?.Invoke(typed.Input);
    }

    public bool AreEqual(InvocationChange left, InvocationChange right) =>
        left.Invocation == right.Invocation && left is InvocationChange<TInput> one && right is InvocationChange<TInput> other &&
        Info.Agent.Host.Payloads.AreEqualInputs(one.Input, other.Input, Definition.Input);

    EdgeTarget<TItem> IGatherTarget.Gather<TItem, TState>(AddToFold<TState, TItem> add, Action<TItem>? check) =>
        new GatherTarget<TItem, TState>(Info.Index, add, check);

    InvocationAttempt IAggregate.MakeInvocation(InvocationAttempt start, object? startValue) =>
        new AggregateAttempt<TModule, TInput, TResult>(start.Run, this, start.Ordinal, startValue, 1);

    ScopeWatch? IAggregate.MakeWatch(Run run, int start) => Definition.Fold is { MayFinishEarly: true } fold
        ? new ScopeWatch<TInput>(run, start, fold)
        : null;
}
