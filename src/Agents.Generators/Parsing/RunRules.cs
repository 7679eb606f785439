using Agents.Generators.Diagnostics;
using Agents.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Parsing;

/// <summary>What must hold so that a typed client and run can be generated beside a module.</summary>
internal static class RunRules
{
    /// <summary>The members of every run: no property can bear such a name.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "Id", "Agent", "Connection", "GetResultAsync", "WaitForEndAsync", "CancelAsync", "GetInfoAsync", "ReadEventsAsync",
        "GetChildrenAsync", "GetPendingRequestsAsync", "AnswerAsync", "GetNodeStream", "GetHumanRequests", "NotConnected", "IsLinked",
        nameof(Equals), nameof(GetHashCode), nameof(GetType), nameof(ToString), nameof(MemberwiseClone), nameof(ReferenceEquals), "Finalize",
    };

    public static IEnumerable<Fault> FaultsOf(INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes)
    {
        foreach (var node in nodes)
        {
            if (node.Chunk is not null && !CanBeProperty(module, node.Name))
                yield return new(Rules.NameTaken, node.Method, node.Name, module.Name);
            if (node.Name == module.Name + "Changes")
                yield return new(Rules.NameTaken, node.Method, node.Name, module.Name);
        }

        foreach (var fault in FaultsOfHumanInputs(module, nodes))
            yield return fault;

        var visibility = TypeRules.VisibilityOf(module);
        foreach (var (where, type) in SurfaceOf(nodes))
        {
            if (TypeRules.IsKnown(type) && TypeRules.VisibilityOf(type) < visibility)
                yield return new(Rules.HiddenPayload, where, TypeRules.Show(type), module.Name);
        }
    }

    private static IEnumerable<Fault> FaultsOfHumanInputs(INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes)
    {
        var streams = new HashSet<string>(nodes.Where(static node => node.Chunk is not null).Select(static node => node.Name), StringComparer.Ordinal);
        var inputs = nodes.SelectMany(static node => node.HumanInputs, static (node, input) => (Node: node, Input: input));
        foreach (var group in inputs.GroupBy(static pair => PropertyOf(pair.Input), StringComparer.Ordinal))
        {
            var first = group.First();
            if (!CanBeProperty(module, group.Key) || streams.Contains(group.Key))
                yield return new(Rules.NameTaken, first.Input, first.Input.Name, module.Name);
            foreach (var (node, input) in group.Skip(1).Where(pair => !AreOne(pair.Input, first.Input)))
                yield return new(Rules.HumanInputsDisagree, input, input.Name, node.Name, first.Input.Name, first.Node.Name, group.Key);
        }
    }

    /// <summary>Whether two human inputs of one property are one: of the same name and types.</summary>
    private static bool AreOne(IParameterSymbol input, IParameterSymbol other) =>
        input.Name == other.Name && TypeRules.ToModel(input.Type) == TypeRules.ToModel(other.Type);

    /// <summary>The run's property for a human input.</summary>
    public static string PropertyOf(IParameterSymbol humanInput) => Names.Pascal(humanInput.Name);

    /// <summary>Whether a property of this name can be one of the module's run.</summary>
    public static bool CanBeProperty(INamedTypeSymbol module, string name) =>
        SyntaxFacts.IsValidIdentifier(name) && !Reserved.Contains(name) && name != module.Name + "Run";

    /// <summary>The types that a client and a run show: the entry's inputs, the result, the chunks, questions and answers.</summary>
    public static IEnumerable<(ISymbol Where, ITypeSymbol Type)> SurfaceOf(IReadOnlyList<NodeSignature> nodes)
    {
        var entry = GraphRules.EntryOf(nodes);
        if (entry >= 0)
        {
            foreach (var input in nodes[entry].Inputs)
                yield return (input, input.Type);
        }

        foreach (var node in nodes)
        {
            if (node.Result is { } result)
                yield return (node.Method, result);
            if (node.Chunk is { } chunk)
                yield return (node.Method, chunk);
            foreach (var input in node.HumanInputs)
            {
                foreach (var type in NodeSignature.ArgumentsOf(input))
                    yield return (input, type);
            }
        }
    }
}
