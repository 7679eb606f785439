using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Agents.Analyzers.Tests.Catalog;

/// <summary>
/// The examples of the rules' pages, Examples/AGENTnnnn.cs: what is in the region <c>bad</c> breaks that rule and no other;
/// what is in the region <c>good</c> breaks none. What both need stands outside of the regions; what another generator writes,
/// in a region <c>made</c>.
/// </summary>
public class ExampleTests
{
    public static TheoryData<string> Ids => [.. Rules.All.Select(rule => rule.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_bad_example_breaks_the_rule(string id)
    {
        var diagnostics = await Analyze(id, without: "good");
        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == id);
        Assert.All(diagnostics.Where(Analysis.IsOurs), diagnostic => Assert.Equal(id, diagnostic.Id));
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Severity is DiagnosticSeverity.Error && diagnostic.Id != id);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_good_example_breaks_none(string id)
    {
        var diagnostics = await Analyze(id, without: "bad");
        Assert.DoesNotContain(diagnostics, diagnostic => Analysis.IsOurs(diagnostic) || diagnostic.Severity > DiagnosticSeverity.Info);
    }

    private static Task<IReadOnlyList<Diagnostic>> Analyze(string id, string without)
    {
        var lines = Repository.Read("tests", "Agents.Analyzers.Tests", "Examples", id + ".cs").Split('\n').ToList();
        Assert.NotNull(Take(lines, without));
        var generated = Take(lines, "made");
        return Analysis.Of([string.Join('\n', lines)], TestContext.Current.CancellationToken, generated);
    }

    /// <summary>Takes a region out of a file, and gives what was in it; null where it is not there.</summary>
    internal static string? Take(List<string> lines, string region)
    {
        var begin = lines.FindIndex(line => line.Trim() == "#region " + region);
        if (begin < 0)
            return null;
        var end = lines.FindIndex(begin, line => line.Trim() == "#endregion");
        Assert.True(end > begin, $"The region '{region}' has no end.");
        var text = string.Join('\n', lines[(begin + 1)..end]);
        lines.RemoveRange(begin, end - begin + 1);
        return text;
    }
}
