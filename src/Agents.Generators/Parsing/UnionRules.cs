using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What must hold of a union and its cases.</summary>
internal static class UnionRules
{
    /// <summary>
    /// Names that a case cannot have: of generated members of the union, and of the writer's method, which would hide the
    /// generated one.
    /// </summary>
    private static readonly string[] Reserved = ["Match", "Switch", "SwitchAsync", "JsonResolver", "Write"];

    public static bool IsUnion(INamedTypeSymbol type) => AttributeReader.Has(type, KnownTypes.IsChunkUnionAttribute);

    /// <summary>Whether the union has a generated resolver: in another assembly already, or in this one soon.</summary>
    public static bool HasJson(INamedTypeSymbol union, CancellationToken cancellationToken) =>
        union.GetMembers("JsonResolver").Length > 0 ||
        (!ModuleRules.IsGeneric(union) &&
            PlaceParser.ContainersOf(union).Append(union).All(type => PlaceParser.IsPartial(type, cancellationToken)));

    /// <summary>The cases in the order of their declaration.</summary>
    public static IReadOnlyList<INamedTypeSymbol> CasesOf(INamedTypeSymbol union) => [.. union.GetTypeMembers()
        .Where(type => SymbolEqualityComparer.Default.Equals(type.BaseType, union))
        .OrderBy(static type => type.Locations[0].SourceTree?.FilePath, StringComparer.Ordinal)
        .ThenBy(static type => type.Locations[0].SourceSpan.Start)];

    /// <summary>The name of a case's handler, without escape.</summary>
    public static string HandlerOf(INamedTypeSymbol type) => Names.Camel(type.Name);

    /// <summary>The name of a case on the wire.</summary>
    public static string DiscriminatorOf(INamedTypeSymbol type) =>
        AttributeReader.Find(type, KnownTypes.IsChunkCaseAttribute) is { } attribute && AttributeReader.TextOf(attribute) is { } name
            ? name
            : HandlerOf(type);

    public static IEnumerable<Fault> FaultsOf(INamedTypeSymbol union, CancellationToken cancellationToken)
    {
        if (!union.IsRecord)
            yield return new(Rules.UnionNotAbstract, union, union.Name, "no record");
        else if (!union.IsAbstract)
            yield return new(Rules.UnionNotAbstract, union, union.Name, "not abstract");
        if (ModuleRules.IsGeneric(union))
            yield return new(Rules.UnionNotAbstract, union, union.Name, "generic, or stands in a generic type");
        foreach (var type in PlaceParser.ContainersOf(union).Append(union))
        {
            if (!PlaceParser.IsPartial(type, cancellationToken))
                yield return new(Rules.UnionNotPartial, type, union.Name, type.Name);
        }

        var cases = CasesOf(union);
        if (cases.Count == 0)
            yield return new(Rules.UnionWithoutCase, union, union.Name);
        foreach (var fault in cases.SelectMany(type => FaultsOf(union, type)))
            yield return fault;
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var getName in new Func<INamedTypeSymbol, string>[] { HandlerOf, DiscriminatorOf })
        {
            foreach (var group in cases.GroupBy(getName, StringComparer.Ordinal))
            {
                foreach (var further in group.Skip(1).Where(seen.Add))
                {
                    yield return new(
                        Rules.ReservedCaseName, further, further.Name, union.Name, group.Key, $"case '{group.First().Name}' bears that name");
                }
            }
        }
    }

    private static IEnumerable<Fault> FaultsOf(INamedTypeSymbol union, INamedTypeSymbol type)
    {
        if (!type.IsSealed)
            yield return new(Rules.OpenCase, type, type.Name, union.Name, "not sealed");
        if (type.Arity > 0)
            yield return new(Rules.OpenCase, type, type.Name, union.Name, "generic");
        if (TypeRules.VisibilityOf(type) < TypeRules.VisibilityOf(union) || type.DeclaredAccessibility < Accessibility.Internal)
            yield return new(Rules.OpenCase, type, type.Name, union.Name, "less accessible than the union");
        if (Reserved.Contains(type.Name, StringComparer.Ordinal))
            yield return new(Rules.ReservedCaseName, type, type.Name, union.Name, type.Name, "generated code needs that name");
        foreach (var message in MessagesOf(type))
            yield return new(Rules.CaseNotWritable, message.Where, type.Name, union.Name, message.Text);
    }

    private static IEnumerable<(ISymbol Where, string Text)> MessagesOf(INamedTypeSymbol type)
    {
        foreach (var property in CaseParser.PropertiesOf(type))
        {
            if (property.IsRequired && !TypeRules.IsKnown(property.Type))
                yield return (property, $"property '{property.Name}' {Unknown(property.Type)}");
        }

        if (CaseParser.ConstructorOf(type) is not { } constructor)
        {
            yield return (type, "it has no constructor that generated code can call");
            yield break;
        }

        foreach (var parameter in constructor.Parameters)
        {
            if (parameter.RefKind is not RefKind.None || !TypeRules.IsPayload(parameter.Type))
                yield return (parameter, $"parameter '{parameter.Name}' is of no type that can be written");
            else if (!TypeRules.IsKnown(parameter.Type))
                yield return (parameter, $"parameter '{parameter.Name}' {Unknown(parameter.Type)}");
            else if (CaseParser.PropertyOf(type, parameter) is null)
                yield return (parameter, $"parameter '{parameter.Name}' has no property of its name and type");
        }
    }

    private static string Unknown(ITypeSymbol type) => $"names '{TypeRules.Show(type)}', which is unknown while code is generated";
}
