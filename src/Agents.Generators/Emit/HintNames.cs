namespace Agents.Generators.Emit;

/// <summary>The names of generated files: unique where file names ignore case, the same on every machine.</summary>
internal static class HintNames
{
    private const int Longest = 120;

    /// <summary>Names the file of a declaration.</summary>
    /// <param name="metadataName">The declaration's full metadata name.</param>
    /// <param name="kind">What is generated, for a declaration of which two things are.</param>
    public static string Of(string metadataName, string kind)
    {
        var name = metadataName.Length <= Longest ? metadataName : metadataName.Substring(metadataName.Length - Longest);
        name = name.Replace('<', '_').Replace('>', '_');
        return $"{name}.{Hash(kind + ":" + metadataName):x8}.g.cs";
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16777619u);
        return hash;
    }
}
