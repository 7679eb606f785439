using System.Globalization;

namespace Agents.Runtime;

/// <summary>A child run as the log of its parent knows it.</summary>
/// <param name="Id">The child.</param>
/// <param name="Agent">Its agent's name on the wire.</param>
/// <param name="Place">Where the invocation has started it.</param>
/// <param name="Generation">1; more where earlier runs in its place failed, were canceled or had other inputs.</param>
internal sealed record ChildStart(RunId Id, string Agent, ChildPlace Place, int Generation)
{
    /// <summary>The child in this process; null where there is none any more.</summary>
    public Run? Run { get; set; }

    /// <summary>
    /// The id of a child: a hash of all that tells it apart. No key of a user's begins like the text that it is made of.
    /// </summary>
    public static RunId MakeId(InvocationId parent, string agent, ChildPlace place, int generation) => RunId.FromKey(
        string.Create(CultureInfo.InvariantCulture, $"\0child\0{parent}\0{agent}\0{generation}\0{place.Number}\0{place.Key}"));
}

/// <summary>What children of an invocation are told apart by: the caller's key or else a number, 0 where there is a key.</summary>
internal readonly record struct ChildPlace(string? Key, int Number);

/// <summary>A child with the event that it was started by.</summary>
internal readonly record struct StartedChild(ChildStart Start, int Invocation, uint Position);
