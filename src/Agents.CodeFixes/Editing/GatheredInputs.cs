using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Agents.CodeFixes;

/// <summary>The inputs that an aggregate has, and those that it should have.</summary>
internal sealed class GatheredInputs
{
    private readonly IParameterSymbol[] inputs;
    private readonly IReadOnlyList<ITypeSymbol> given;
    private readonly bool mayHaveMore;
    private readonly Compilation compilation;

    private GatheredInputs(IParameterSymbol[] inputs, IReadOnlyList<ITypeSymbol> given, bool mayHaveMore, Compilation compilation)
    {
        this.inputs = inputs;
        this.given = given;
        this.mayHaveMore = mayHaveMore;
        this.compilation = compilation;
    }

    /// <summary>The inputs of an aggregate; null where nobody knows what it is given.</summary>
    public static GatheredInputs? Of(ModuleReading module, int aggregate, Compilation compilation)
    {
        var node = module.Nodes[aggregate];
        var start = module.Scopes.StartOf(aggregate) is >= 0 and var index ? module.Nodes[index] : null;
        var given = Aggregator.Of(node) is { } aggregator
            ? aggregator.Main is { } main ? ScopeRules.GivenTo(main, start) : null
            : ListOf(module, aggregate, compilation) is { } list ? start?.StartValue is { } value ? [list, value] : [list] : null;
        return given is null || !given.All(TypeRules.IsKnown) ? null : new([.. node.Inputs], given, mayHaveMore: start is null, compilation);
    }

    /// <summary>The parameters with the inputs as they should be; those that fit stay, what is no input stays as well.</summary>
    public ParameterListSyntax ApplyTo(ParameterListSyntax list, Func<string, string> free)
    {
        for (var i = 0; i < Math.Min(inputs.Length, given.Count); i++)
        {
            if (!ScopeRules.IsTaken(given[i], inputs[i].Type, compilation) && list.Parameters[inputs[i].Ordinal] is { Type: { } type })
                list = list.ReplaceNode(type, Syntax.Type(given[i]).WithTriviaFrom(type));
        }

        for (var i = inputs.Length - 1; i >= given.Count + (mayHaveMore ? 1 : 0); i--)
            list = list.WithParameters(list.Parameters.RemoveAt(inputs[i].Ordinal));
        var place = inputs.Length > 0 ? inputs[0].Ordinal + 1 : 0;
        for (var i = inputs.Length; i < given.Count; i++)
            list = Syntax.Insert(list, place++, Syntax.Parameter(Syntax.Type(given[i]), free(i == 0 ? "gathered" : "started")));
        return list;
    }

    /// <summary>The list of what all edges to an aggregate emit; null where they emit nothing or differ.</summary>
    private static INamedTypeSymbol? ListOf(ModuleReading module, int aggregate, Compilation compilation)
    {
        var items = module.Nodes
            .SelectMany(static node => node.Edges)
            .Where(edge => GraphRules.TargetOf(edge, module.Nodes) == aggregate)
            .Select(edge => Aggregator.EmittedBy(edge, compilation))
            .Distinct<ITypeSymbol?>(SymbolEqualityComparer.IncludeNullability)
            .ToArray();
        return items is [{ } item]
            ? compilation.GetTypeByMetadataName("System.Collections.Generic.IReadOnlyList`1")?.Construct([item], [item.NullableAnnotation])
            : null;
    }
}
