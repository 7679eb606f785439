using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Reads a module: symbols in, models out.</summary>
internal static class ModuleParser
{
    /// <summary>Reads the module, or gives null for a further part of one, and for one without a name.</summary>
    public static ModuleModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        if (!PlaceParser.IsFirst(context, cancellationToken) || !PlaceParser.IsNamed((INamedTypeSymbol)context.TargetSymbol) ||
            ModuleReading.Of((INamedTypeSymbol)context.TargetSymbol) is not { } reading)
        {
            return null;
        }

        var (module, nodes) = (reading.Module, reading.Nodes);
        var compilation = context.SemanticModel.Compilation;
        var faults = reading.FaultsOf(compilation, cancellationToken).Take(1).ToArray();
        cancellationToken.ThrowIfCancellationRequested();

        var place = PlaceParser.Parse(module, "module", cancellationToken);
        var result = nodes.Select(node => node.Result).FirstOrDefault(static type => type is not null);
        var visibility = RunRules.SurfaceOf(nodes).Select(static surface => TypeRules.VisibilityOf(surface.Type))
            .Where(static visibility => visibility > Visibility.Less).Append(place.Visibility).Min();
        return new ModuleModel
        {
            Place = place with
            {
                TakesPart = place.TakesPart && !ModuleRules.MembersInTheWay(module).Any(),
                TakesNeighbours = place.TakesNeighbours && !ModuleRules.TypesInTheWay(module).Any(),
            },
            Agent = reading.Agent,
            Accessibility = visibility < place.Visibility ? "internal" : place.Accessibility,
            IsPublic = visibility is Visibility.Public,
            Settings = AttributeReader.Settings(
                reading.Attribute, "Version", "MaxAttempts", "TimeoutSeconds", "RunTimeoutSeconds", "MaxConcurrency", "OnUpgrade")
                .Concat(BudgetRules.SettingsOf(module)).ToEquatableArray(),
            Nodes = Enumerable.Range(0, nodes.Count).Select(i => NodeParser.Parse(reading, i, result, compilation)).ToEquatableArray(),
            Entry = reading.Entry,
            Result = result is null ? null : NodeParser.SurfaceType(result),
            Unions = faults.Length == 0 ? UnionFinder.Find(nodes, cancellationToken) : default,
            Fault = faults.Length == 0 ? null : $"Agent '{reading.Agent}': {faults[0].Message} ({faults[0].Rule.Id}).",
        };
    }
}
