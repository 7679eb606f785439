using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Agents.Analyzers.Tests.Catalog;

/// <summary>
/// The examples of the rules' pages, Examples/AGENTnnnn.cs: what is in the region <c>bad</c> breaks that rule and no other;
/// what is in the region <c>good</c> breaks none. What both need stands outside of the regions.
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

    private static Task<IReadOnlyList<Diagnostic>> Analyze(string id, string without) => Analysis.Of(
        [Without(Repository.Read("tests", "Agents.Analyzers.Tests", "Examples", id + ".cs"), without)],
        TestContext.Current.CancellationToken);

    private static string Without(string file, string region)
    {
        var lines = file.Split('\n').ToList();
        var begin = lines.FindIndex(line => line.Trim() == "#region " + region);
        var end = lines.FindIndex(Math.Max(begin, 0), line => line.Trim() == "#endregion");
        Assert.True(begin >= 0 && end > begin, $"There is no region '{region}'.");
        lines.RemoveRange(begin, end - begin + 1);
        return string.Join('\n', lines);
    }
}
