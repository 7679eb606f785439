using Spectre.Console;

namespace Research;

/// <summary>A run or an invocation in the tree: its name, what was last heard of it, and below it what it started.</summary>
internal sealed class Branch(string name)
{
    private readonly List<Branch> children = [];

    public string Latest { get; set; } = "";

    public BranchState State { get; set; }

    public Branch Add(string child)
    {
        var branch = new Branch(child);
        children.Add(branch);
        return branch;
    }

    /// <summary>The tree of all that is below, to be drawn.</summary>
    public Tree ToTree()
    {
        var tree = new Tree(Markup.Escape(name));
        AddTo(tree);
        return tree;
    }

    private void AddTo(IHasTreeNodes parent)
    {
        foreach (var child in children)
            child.AddTo(parent.AddNode(child.ToMarkup()));
    }

    private Markup ToMarkup()
    {
        var (sign, color) = State switch
        {
            BranchState.Completed => ("✓", "green"),
            BranchState.Failed => ("✗", "red"),
            BranchState.Canceled => ("–", "yellow"),
            _ => ("…", "blue"),
        };
        return new Markup($"[{color}]{sign}[/] {Markup.Escape(name)} [grey]{Markup.Escape(Latest)}[/]");
    }
}

internal enum BranchState
{
    Active,
    Completed,
    Failed,
    Canceled,
}
