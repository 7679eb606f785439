using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>Where an edge to an aggregate emits to.</summary>
internal sealed class GatherTarget<TItem, TState>(int aggregate, AddToFold<TState, TItem> add, Action<TItem>? check) : EdgeTarget<TItem>
{
    public int Aggregate => aggregate;

    public AddToFold<TState, TItem> Add => add;

    public override void Emit(NodeAttempt? attempt, TItem input)
    {
        var emitting = attempt as InvocationAttempt ?? throw new InvalidOperationException("An edge of a run emits only within an attempt.");
        check?.Invoke(input);
        emitting.AddItem(emitting.Run.Agent.Host is { IsDurable: true, Payloads: var payloads }
            ? new StoredItem<TItem, TState>(this, input, payloads.Write(input, emitting.Node, "item"))
            : new GatheredItem<TItem, TState>(this, input));
    }
}

/// <summary>An item that was emitted to an aggregate.</summary>
internal class GatheredItem<TItem, TState>(GatherTarget<TItem, TState> target, TItem item) : IEmission, IGatheredItem<TState>
{
    public int NodeIndex => target.Aggregate;

    public bool IsItem => true;

    public IEmission? Next { get; set; }

    public void AddTo(ref TState state) => target.Add(ref state, item);

    public EmissionTemplate ToTemplate() => new Template(target, item);

    private sealed class Template(GatherTarget<TItem, TState> target, TItem item) : EmissionTemplate
    {
        public override IEmission Make(Run run) => new GatheredItem<TItem, TState>(target, item);
    }
}

/// <summary>An item that is to be stored: with its JSON, until it is recorded.</summary>
internal sealed class StoredItem<TItem, TState>(GatherTarget<TItem, TState> target, TItem item, byte[] json)
    : GatheredItem<TItem, TState>(target, item), IStoredItem
{
    public byte[]? Json { get; set; } = json;
}

/// <summary>What the journal asks of an item.</summary>
internal interface IStoredItem
{
    /// <summary>The item as JSON; null once it is recorded.</summary>
    byte[]? Json { get; set; }
}
