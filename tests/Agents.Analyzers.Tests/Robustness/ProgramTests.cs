using Agents.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Agents.Analyzers.Tests.Robustness;

/// <summary>Correct code gives no alarm: larger programs written for the purpose, and the repository's own agents.</summary>
public class ProgramTests
{
    public static TheoryData<string> Programs => [.. Directory.EnumerateDirectories(
        Repository.PathOf("tests", "Agents.Analyzers.Tests", "Programs")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_correct_program_gives_no_alarm(string program)
    {
        var files = Directory.EnumerateFiles(Repository.PathOf("tests", "Agents.Analyzers.Tests", "Programs", program), "*.cs")
            .Order(StringComparer.Ordinal).Select(File.ReadAllText);
        Assert.Empty(await Analysis.Of(files, TestContext.Current.CancellationToken));
    }

    /// <summary>The repository's own agents, some of which are odd on purpose: no warning and no error of ours.</summary>
    [Theory]
    [InlineData("samples/StreamingAgent")]
    [InlineData("samples/StreamingPatterns")]
    [InlineData("tests/Agents.Docs.Tests/Snippets")]
    [InlineData("tests/Agents.Runtime.Tests/Agents")]
    public async Task The_repository_s_own_agents_give_no_warning(string folder)
    {
        var files = Directory.EnumerateFiles(Repository.PathOf(folder.Split('/')), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("\\obj\\", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(File.ReadAllText).ToArray();
        Assert.NotEmpty(files);
        var diagnostics = await Analysis.Of(files, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id.StartsWith("AD", StringComparison.Ordinal) ||
            (Analysis.IsOurs(diagnostic) && diagnostic.Severity > DiagnosticSeverity.Info));
    }
}
