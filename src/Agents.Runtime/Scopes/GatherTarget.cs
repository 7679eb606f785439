using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>Where an edge to an aggregate emits to.</summary>
internal sealed class GatherTarget<TItem, TState>(int aggregate, AddToFold<TState, TItem> add, Action<TItem>? check)
    : EdgeTarget<TItem>, IGatherTargetReader
{
    public int Aggregate => aggregate;

    public AddToFold<TState, TItem> Add => add;

    private const string Member = "item";

    public IEmission Read(JsonElement item, PayloadJson payloads, string node)
    {
        var read = payloads.Read<TItem>(item, node, Member);
        check?.Invoke(read!);
        return new GatheredItem<TItem, TState>(this, read!);
    }

    /// <summary>Makes an item for a run, which stores it if it stores.</summary>
    public IEmission Make(Run run, TItem item) =>
        Make(item, run.Storage is null ? null : run.Agent.Host.Payloads.Write(item, run.Agent.Nodes[Aggregate].Name, Member));

    private GatheredItem<TItem, TState> Make(TItem item, byte[]? json) => json is null
        ? new GatheredItem<TItem, TState>(this, item)
        : new StoredItem<TItem, TState>(this, item, json);

    public override void Emit(NodeAttempt? attempt, TItem input)
    {
        var emitting = attempt as InvocationAttempt ?? throw new InvalidOperationException("An edge of a run emits only within an attempt.");
        check?.Invoke(input);
        emitting.AddItem(Make(input, emitting.Run.Storage is null ? null : emitting.Write(input, Member)));
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
        public override IEmission Make(Run run) => target.Make(run, item);
    }
}

/// <summary>An item that is to be stored: with its JSON, until it is recorded.</summary>
internal sealed class StoredItem<TItem, TState>(GatherTarget<TItem, TState> target, TItem item, byte[] json)
    : GatheredItem<TItem, TState>(target, item), IStoredItem
{
    public object Target { get; } = target;

    public byte[]? Json { get; set; } = json;
}

/// <summary>What the journal asks of an item.</summary>
internal interface IStoredItem
{
    /// <summary>What it was emitted to: the target of an edge.</summary>
    object Target { get; }

    /// <summary>The item as JSON; null once it is recorded.</summary>
    byte[]? Json { get; set; }
}

/// <summary>Where an edge to an aggregate emits to, for those who do not know its types.</summary>
internal interface IGatherTargetReader
{
    /// <summary>Reads an item from the journal.</summary>
    IEmission Read(JsonElement item, PayloadJson payloads, string node);
}
