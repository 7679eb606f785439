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
        emitting.AddItem(new GatheredItem<TItem, TState>(this, input));
    }
}

/// <summary>An item that was emitted to an aggregate.</summary>
internal sealed class GatheredItem<TItem, TState>(GatherTarget<TItem, TState> target, TItem item) : IEmission, IGatheredItem<TState>
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
