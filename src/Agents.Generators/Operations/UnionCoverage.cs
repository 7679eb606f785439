using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>
/// How much of a union a switch covers. A case is covered by an arm that matches all of it, and missing if no arm could match
/// it; between the two lie cases that are matched by guarded arms only, or by such as look further than at the type.
/// </summary>
/// <param name="Union">The union.</param>
/// <param name="Missing">The cases that no arm could match.</param>
/// <param name="HasPartial">Whether there are cases that are neither covered nor missing.</param>
internal sealed record UnionCoverage(INamedTypeSymbol Union, IReadOnlyList<INamedTypeSymbol> Missing, bool HasPartial)
{
    /// <summary>Whether each case is matched by an arm, whatever it holds.</summary>
    public bool IsComplete => Missing.Count == 0 && !HasPartial;

    /// <summary>Reads a switch; null if it is over no union, or handles all the rest by default.</summary>
    public static UnionCoverage? Of(IOperation? @switch, Compilation compilation) => @switch switch
    {
        ISwitchExpressionOperation expression => Of(
            expression.Value, expression.Arms.Select(static arm => new Arm(arm.Pattern, arm.Guard)), compilation),
        ISwitchOperation statement when !ClausesOf(statement).Any(static clause => clause is IDefaultCaseClauseOperation) => Of(
            statement.Value,
            ClausesOf(statement).OfType<IPatternCaseClauseOperation>().Select(static clause => new Arm(clause.Pattern, clause.Guard)),
            compilation),
        _ => null,
    };

    private static UnionCoverage? Of(IOperation value, IEnumerable<Arm> switchArms, Compilation compilation)
    {
        if (value.Type is not INamedTypeSymbol union || !UnionRules.IsUnion(union) || UnionRules.CasesOf(union) is not [_, ..] cases)
            return null;
        var arms = switchArms.ToArray();
        var reaches = cases.ToLookup(type => arms.Select(arm => arm.ReachOf(type, compilation)).DefaultIfEmpty().Max());
        return new(union, [.. reaches[Reach.None]], reaches.Contains(Reach.Some));
    }

    private static IEnumerable<ICaseClauseOperation> ClausesOf(ISwitchOperation statement) =>
        statement.Cases.SelectMany(static section => section.Clauses);

    private readonly record struct Arm(IPatternOperation Pattern, IOperation? Guard)
    {
        public Reach ReachOf(INamedTypeSymbol type, Compilation compilation)
        {
            var reach = PatternReach.Of(Pattern, type, allowsNull: false, compilation);
            return reach is Reach.All && Guard is not (null or { ConstantValue: { HasValue: true, Value: true } }) ? Reach.Some : reach;
        }
    }
}
