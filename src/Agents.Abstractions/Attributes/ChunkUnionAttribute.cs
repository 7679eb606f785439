namespace Agents;

/// <summary>
/// Marks an abstract partial record as a closed union of chunks; its nested sealed records are the cases. Generated for
/// it: <c>Match</c>, <c>Switch</c>, <c>SwitchAsync</c>, one typed write per case, a <c>Subscribe</c> with one handler per
/// case, and JSON with discriminators.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ChunkUnionAttribute : Attribute
{
    /// <summary>The JSON property that tells the case. <c>$type</c> by default.</summary>
    public string Discriminator { get; set; } = "$type";
}
