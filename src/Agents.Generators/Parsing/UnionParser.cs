using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>Reads a union: symbols in, models out.</summary>
internal static class UnionParser
{
    /// <summary>Reads the union, or gives null for a further part of one, and for one without a name.</summary>
    public static UnionModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var union = (INamedTypeSymbol)context.TargetSymbol;
        if (!PlaceParser.IsFirst(context, cancellationToken) || !PlaceParser.IsNamed(union))
            return null;
        var place = PlaceParser.Parse(union, "union", cancellationToken);
        var faults = UnionRules.FaultsOf(union, cancellationToken).Take(1).ToArray();
        return new UnionModel
        {
            Place = place,
            Discriminator = AttributeReader.Named<string>(context.Attributes[0], "Discriminator") is { Length: > 0 } name ? name : "$type",
            // Of a faulty union, the cases that its surface can show.
            Cases = UnionRules.CasesOf(union)
                .Where(type => TypeRules.VisibilityOf(type) >= place.Visibility && type is { Arity: 0, Name.Length: > 0 })
                .GroupBy(UnionRules.HandlerOf, StringComparer.Ordinal).Select(static group => group.First())
                .Select(type => CaseParser.Parse(type, cancellationToken))
                .ToEquatableArray(),
            TakesExtensions = place.Visibility > Visibility.Less && !ModuleRules.IsGeneric(union),
            Fault = faults.Length == 0 ? null : $"{faults[0].Message} ({faults[0].Rule.Id}).",
        };
    }
}
