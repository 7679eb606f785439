using Microsoft.CodeAnalysis;

namespace System.Runtime.CompilerServices
{
    /// <summary>What the compiler marks <c>required</c> members with, and the types that have some.</summary>
    [Embedded, AttributeUsage(AttributeTargets.All)]
    internal sealed class RequiredMemberAttribute : Attribute;

    /// <summary>Keeps compilers that do not know a feature away from a member that needs it.</summary>
    [Embedded, AttributeUsage(AttributeTargets.All, AllowMultiple = true)]
    internal sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        public string FeatureName { get; } = featureName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>Marks a constructor that sets all required members, as a record's copy constructor does.</summary>
    [Embedded, AttributeUsage(AttributeTargets.Constructor)]
    internal sealed class SetsRequiredMembersAttribute : Attribute;
}
