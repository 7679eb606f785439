using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>
/// A module as its symbols tell it, for the generator and for analyzers alike: so they cannot disagree. Never leaves the
/// transform.
/// </summary>
internal sealed class ModuleReading
{
    private Scopes? scopes;

    private ModuleReading(INamedTypeSymbol module, AttributeData attribute)
    {
        Module = module;
        Attribute = attribute;
        Agent = AgentOf(module, attribute);
        Nodes = NodesOf(module);
        Entry = GraphRules.EntryOf(Nodes);
    }

    public INamedTypeSymbol Module { get; }

    /// <summary>The <c>[AgentModule]</c>.</summary>
    public AttributeData Attribute { get; }

    /// <summary>The agent's name on the wire.</summary>
    public string Agent { get; }

    /// <summary>The nodes in the order of their declaration, whatever order the compiler was given the files in.</summary>
    public IReadOnlyList<NodeSignature> Nodes { get; }

    /// <summary>The index of the entry; -1 for none or several.</summary>
    public int Entry { get; }

    /// <summary>The scopes of the graph.</summary>
    public Scopes Scopes => scopes ??= Scopes.Of(Nodes, Entry);

    /// <summary>The name on the wire of a module's agent.</summary>
    public static string AgentOf(INamedTypeSymbol module) =>
        AgentOf(module, AttributeReader.Find(module, KnownTypes.IsAgentModuleAttribute));

    /// <summary>Reads a module; null if the type is none.</summary>
    public static ModuleReading? Of(INamedTypeSymbol type) =>
        AttributeReader.Find(type, KnownTypes.IsAgentModuleAttribute) is { } attribute ? new ModuleReading(type, attribute) : null;

    /// <summary>Whether an aggregate runs after the node in any case: it opens a scope, or belongs to one.</summary>
    public bool IsGathered(NodeSignature node) =>
        node.Role is NodeRole.Start || (IndexOf(node.Method) is >= 0 and var index && Scopes.IsInside(index));

    /// <summary>The index of the node that is a method; -1 for none.</summary>
    public int IndexOf(ISymbol? method)
    {
        for (var i = 0; i < Nodes.Count; i++)
        {
            if (SymbolEqualityComparer.Default.Equals(Nodes[i].Method, method))
                return i;
        }

        return -1;
    }

    /// <summary>All that keeps the module from working; the first is what generated bodies say.</summary>
    public IEnumerable<Fault> FaultsOf(Compilation compilation, CancellationToken cancellationToken) =>
        ModuleRules.FaultsOf(Module, cancellationToken)
            .Concat(Nodes.SelectMany(NodeRules.FaultsOf))
            .Concat(GraphRules.FaultsOf(this, compilation))
            .Concat(RunRules.FaultsOf(Module, Nodes));

    private static string AgentOf(INamedTypeSymbol module, AttributeData? attribute) =>
        attribute is not null && AttributeReader.TextOf(attribute) is { } name ? name : module.Name;

    private static List<NodeSignature> NodesOf(INamedTypeSymbol module) => [.. module.GetMembers()
        .OfType<IMethodSymbol>()
        .Select(static method => (Method: method, Attribute: NodeSignature.MarkOf(method)))
        .Where(static node => node.Attribute is not null)
        .OrderBy(static node => node.Method.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(static node => node.Method.Locations[0].SourceSpan.Start)
        .Select(static node => new NodeSignature(node.Method, node.Attribute!))];
}
