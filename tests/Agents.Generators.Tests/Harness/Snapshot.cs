using System.Text;
using System.Text.RegularExpressions;

namespace Agents.Generators.Tests.Harness;

/// <summary>
/// Compares generated files with stored ones: Snapshots/NAME.verified.cs. Where they differ, NAME.received.cs is written
/// beside; with AGENTS_ACCEPT=1 in the environment the stored one is replaced.
/// </summary>
internal static partial class Snapshot
{
    public static void Compare(string name, GeneratorRun run)
    {
        var text = new StringBuilder();
        foreach (var (hint, file) in run.Files)
            text.Append("// ==== ").Append(hint).Append('\n').Append(Version().Replace(file, "\"Agents.Generators\", \"VERSION\""));
        var received = text.ToString();
        var path = Path.Combine(Folder(), name + ".verified.cs");
        if (Environment.GetEnvironmentVariable("AGENTS_ACCEPT") == "1")
            File.WriteAllText(path, received);
        var verified = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (verified != received)
            File.WriteAllText(path.Replace(".verified.cs", ".received.cs", StringComparison.Ordinal), received);
        Assert.Equal(verified, received);
    }

    private static string Folder()
    {
        const string Inside = "tests/Agents.Generators.Tests/Snapshots";
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, Inside);
            if (Directory.Exists(candidate))
                return candidate;
        }

        throw new DirectoryNotFoundException($"{Inside} is not above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex("\"Agents.Generators\", \"[0-9.]+\"")]
    private static partial Regex Version();
}
