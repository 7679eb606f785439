using Microsoft.CodeAnalysis;

namespace Agents.Generators.Operations;

/// <summary>What stands around an operation.</summary>
internal static class Surroundings
{
    /// <summary>The operations around one, from the innermost.</summary>
    public static IEnumerable<IOperation> Around(this IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
            yield return around;
    }

    /// <summary>The outermost operation around one: the body of the member.</summary>
    public static IOperation Root(this IOperation operation)
    {
        while (operation.Parent is { } parent)
            operation = parent;
        return operation;
    }
}
