namespace Agents.Soak;

/// <summary>Whether something is as it must be, and by what that is seen.</summary>
internal sealed record Verdict(string What, bool Holds, string Seen)
{
    public override string ToString() => $"{(Holds ? "holds" : "FAILS"),-6} {What}: {Seen}";
}
