using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>Calls by which collections take things in and give them up.</summary>
internal static class Collections
{
    private static readonly string[] Taking = ["Add", "AddFirst", "AddLast", "Enqueue", "Insert", "Push", "TryAdd"];

    /// <summary>Whether a collection takes in what the call gives it.</summary>
    public static bool Takes(IInvocationOperation call) =>
        Taking.Contains(call.TargetMethod.Name) && call.Instance?.Type is { } type &&
        type.AllInterfaces.Any(static contract => contract.SpecialType is SpecialType.System_Collections_IEnumerable);

    /// <summary>Whether a collection gives something up, or what a field holds is ended.</summary>
    public static bool GivesUp(IInvocationOperation call) =>
        call.TargetMethod.Name is "Clear" or "Dequeue" or "Dispose" or "DisposeAsync" or "Pop" or "Remove" or "RemoveAll" or "RemoveAt" or
            "RemoveFirst" or "RemoveLast" or "TryDequeue" or "TryPop" or "TryRemove" or "TryTake";
}
