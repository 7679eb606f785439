namespace Agents.Runtime;

internal partial struct RunState
{
    /// <summary>The children that the run has started, in their order.</summary>
    public IReadOnlyList<StartedChild> Children => rarely?.Children?.All.Values ?? (IReadOnlyList<StartedChild>)[];

    /// <summary>The children that an invocation has started, in their order.</summary>
    public IReadOnlyList<ChildStart> ChildrenOf(int ordinal) => rarely?.Children?.ByInvocation.GetValueOrDefault(ordinal) ?? [];

    public ChildStart? FindChild(RunId id) => rarely?.Children?.All.GetValueOrDefault(id).Start;

    public void AddChild(in LogEvent started)
    {
        var children = Rare.Children ??= new ChildIndex();
        var child = (ChildStart)started.Payload!;
        children.All.Add(child.Id, new StartedChild(child, started.Invocation, started.Position));
        if (!children.ByInvocation.TryGetValue(started.Invocation, out var siblings))
            children.ByInvocation.Add(started.Invocation, siblings = []);
        siblings.Add(child);
    }

    /// <summary>Most runs have no children: then there is none.</summary>
    private sealed class ChildIndex
    {
        public OrderedDictionary<RunId, StartedChild> All { get; } = [];

        public Dictionary<int, List<ChildStart>> ByInvocation { get; } = [];
    }
}
