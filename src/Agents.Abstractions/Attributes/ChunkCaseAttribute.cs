namespace Agents;

/// <summary>Gives a case of a <see cref="ChunkUnionAttribute">union</see> its name on the wire.</summary>
/// <param name="name">The discriminator. By default the case's name in camel case.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ChunkCaseAttribute(string name) : Attribute
{
    /// <summary>The discriminator.</summary>
    public string Name { get; } = name;
}
