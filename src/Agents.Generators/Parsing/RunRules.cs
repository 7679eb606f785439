using Agents.Generators.Diagnostics;
using Agents.Generators.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Parsing;

/// <summary>What must hold so that a typed client and run can be generated beside a module.</summary>
internal static class RunRules
{
    /// <summary>The members of every run: no stream can bear such a name.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "Id", "Agent", "Connection", "GetResultAsync", "WaitForEndAsync", "CancelAsync", "GetInfoAsync", "ReadEventsAsync",
        "GetNodeStream", "NotConnected",
        nameof(Equals), nameof(GetHashCode), nameof(GetType), nameof(ToString), nameof(MemberwiseClone), nameof(ReferenceEquals), "Finalize",
    };

    public static IEnumerable<Fault> FaultsOf(INamedTypeSymbol module, IReadOnlyList<NodeSignature> nodes)
    {
        foreach (var node in nodes)
        {
            if (node.Chunk is not null && !CanBeStream(module, node.Name))
                yield return new(Rules.NameTaken, node.Method, node.Name, module.Name);
        }

        var visibility = TypeRules.VisibilityOf(module);
        foreach (var (where, type) in SurfaceOf(nodes))
        {
            if (TypeRules.IsKnown(type) && TypeRules.VisibilityOf(type) < visibility)
                yield return new(Rules.HiddenPayload, where, TypeRules.Show(type), module.Name);
        }
    }

    /// <summary>Whether a stream of this name can be a property of the module's run.</summary>
    public static bool CanBeStream(INamedTypeSymbol module, string name) =>
        SyntaxFacts.IsValidIdentifier(name) && !Reserved.Contains(name) && name != module.Name + "Run";

    /// <summary>The types that a client and a run show: the entry's inputs, the result and the chunks.</summary>
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
        }
    }
}
