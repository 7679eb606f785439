using Agents.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Parsing;

/// <summary>Reads a module: symbols in, models out.</summary>
internal static class ModuleParser
{
    /// <summary>Reads the module, or gives null for a further part of one.</summary>
    public static ModuleModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (!PlaceParser.IsFirst(context, cancellationToken))
            return null;
        var module = (INamedTypeSymbol)context.TargetSymbol;
        var attribute = context.Attributes[0];
        var nodes = NodesOf(module);
        var compilation = context.SemanticModel.Compilation;
        var fault = ModuleRules.FaultsOf(module, cancellationToken)
            .Concat(nodes.SelectMany(NodeRules.FaultsOf))
            .Concat(GraphRules.FaultsOf(module, nodes, compilation))
            .Concat(RunRules.FaultsOf(module, nodes))
            .Select(static fault => fault.Message)
            .FirstOrDefault();
        cancellationToken.ThrowIfCancellationRequested();

        var place = PlaceParser.Parse(module, "module", cancellationToken);
        var agent = AttributeReader.TextOf(attribute) ?? module.Name;
        var entry = GraphRules.EntryOf(nodes);
        var result = nodes.Select(node => node.Result).FirstOrDefault(static type => type is not null);
        var visibility = RunRules.SurfaceOf(nodes).Select(static surface => TypeRules.VisibilityOf(surface.Type))
            .Where(static visibility => visibility > Visibility.Less).Append(place.Visibility).Min();
        return new ModuleModel
        {
            Place = ModuleRules.MembersInTheWay(module).Any() ? place with { TakesPart = false } : place,
            Agent = agent,
            Accessibility = visibility < place.Visibility ? "internal" : place.Accessibility,
            IsPublic = visibility is Visibility.Public,
            Settings = AttributeReader.Settings(
                attribute, "Version", "MaxAttempts", "TimeoutSeconds", "RunTimeoutSeconds", "MaxConcurrency"),
            Nodes = nodes.Select((node, i) => NodeParser.Parse(module, node, nodes, isEntry: i == entry, result, compilation)).ToEquatableArray(),
            Entry = entry,
            Result = result is null ? null : NodeParser.SurfaceType(result),
            Unions = fault is null ? UnionFinder.Find(nodes, cancellationToken) : default,
            Fault = fault is null ? null : $"Agent '{agent}': {fault}.",
        };
    }

    /// <summary>The nodes in the order of their declaration, whatever order the compiler was given the files in.</summary>
    private static List<NodeSignature> NodesOf(INamedTypeSymbol module) => [.. module.GetMembers()
        .OfType<IMethodSymbol>()
        .Select(static method => (Method: method, Attribute: AttributeReader.Find(method, KnownTypes.IsNodeAttribute)))
        .Where(static node => node.Attribute is not null)
        .OrderBy(static node => node.Method.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(static node => node.Method.Locations[0].SourceSpan.Start)
        .Select(static node => new NodeSignature(node.Method, node.Attribute!))];
}
