namespace Microsoft.CodeAnalysis;

/// <summary>Hides a type from other assemblies, also from those that see this one's internals and have the true type.</summary>
[AttributeUsage(AttributeTargets.All)]
internal sealed class EmbeddedAttribute : Attribute;
