using Agents.Generators.Diagnostics;
using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What <c>[Budget]</c> says, and where it has no say.</summary>
internal static class BudgetRules
{
    /// <summary>The properties of the attribute and of the definitions of modules.</summary>
    private static readonly (string Budget, string Definition)[] OfModules =
        [("Invocations", "InvocationBudget"), ("Chunks", "ChunkBudget"), ("Seconds", "SecondsBudget")];

    /// <summary>The properties of the attribute and of the definitions of nodes.</summary>
    private static readonly (string Budget, string Definition)[] OfNodes = [("Rounds", "Rounds")];

    /// <summary>The budgets of a module or a node, as its definition has them.</summary>
    public static IEnumerable<SettingModel> SettingsOf(ISymbol symbol) => AttributeReader.Find(symbol, KnownTypes.IsBudgetAttribute) is { } budget
        ? from names in symbol is IMethodSymbol ? OfNodes : OfModules
          from setting in AttributeReader.Settings(budget, names.Budget)
          where !IsNegative(budget, names.Budget)
          select new SettingModel(names.Definition, setting.Value)
        : [];

    /// <summary>Budgets that bound nothing. None of them keeps a module from working.</summary>
    public static IEnumerable<Fault> FaultsOf(ISymbol symbol) => AttributeReader.Find(symbol, KnownTypes.IsBudgetAttribute) is { } budget
        ? WrongIn(budget, symbol).Select(wrong => new Fault(Rules.BudgetMisplaced, symbol, wrong.Name, symbol.Name, wrong.Why))
        : [];

    /// <summary>The properties of a budget that bound nothing where it stands.</summary>
    public static IEnumerable<(string Name, string Why)> WrongIn(AttributeData budget, ISymbol symbol)
    {
        var isNode = AttributeReader.Has(symbol, KnownTypes.IsNodeAttribute);
        var isModule = AttributeReader.Has(symbol, KnownTypes.IsAgentModuleAttribute);
        foreach (var name in budget.NamedArguments.Select(static argument => argument.Key))
        {
            var isOfNodes = OfNodes.Any(names => names.Budget == name);
            var wrong = isOfNodes && !isNode ? "it belongs on a node"
                : !isOfNodes && !isModule ? "it belongs on a module"
                : IsNegative(budget, name) ? "it is negative"
                : null;
            if (wrong is not null)
                yield return (name, wrong);
        }
    }

    private static bool IsNegative(AttributeData budget, string name) =>
        AttributeReader.Named<int>(budget, name) < 0 || !(AttributeReader.Named<double>(budget, name) >= 0);
}
