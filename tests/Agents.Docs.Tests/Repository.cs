namespace Agents.Docs.Tests;

/// <summary>Where the sources and the built samples lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The pages whose snippets are checked, relative to the root.</summary>
    public static IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Append(Path.Combine(Root, "README.md"))
            .Append(Path.Combine(Root, "src", "Agents", "README.md"))
            .Append(Path.Combine(Root, "src", "Agents.Testing", "README.md"))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>The assembly of a sample, built in the configuration of these tests.</summary>
    public static string SampleOf(string name)
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        return Path.Combine(Root, "samples", name, "bin", output.Parent!.Name, output.Name, name + ".dll");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Agents.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Agents.sln above {AppContext.BaseDirectory}.");
    }
}
