using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Diagnostics;

/// <summary>
/// The one table of rules, a part for each group: 00xx modules, 01xx signatures of nodes, 02xx graphs, 03xx streaming,
/// 04xx use. Ids are never used again. Error: what is generated could not work; warning: surely a bug; info: the rest.
/// </summary>
internal static partial class Rules
{
    /// <summary>Where the pages of the rules are read.</summary>
    public const string Pages = "https://github.com/agents-dotnet/agents/blob/main/docs/rules/";

    /// <summary>All rules in the order of their ids.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All => [.. typeof(Rules)
        .GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(static rule => rule.GetValue(null))
        .OfType<DiagnosticDescriptor>()
        .OrderBy(static rule => rule.Id, StringComparer.Ordinal)];
}
