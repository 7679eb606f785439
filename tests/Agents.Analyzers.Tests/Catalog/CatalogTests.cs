using System.Reflection;
using Agents.Analyzers.Tests.Harness;
using Agents.CodeFixes;
using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agents.Analyzers.Tests.Catalog;

/// <summary>
/// Each rule has its analyzer, page, link, row in the releases and test class, and the table of all is what the descriptors
/// say. With AGENTS_ACCEPT=1 in the environment the table and the heads of the pages are written anew.
/// </summary>
public class CatalogTests
{
    private static readonly string[] Suppressed = [.. Analysis.All.OfType<Microsoft.CodeAnalysis.Diagnostics.DiagnosticSuppressor>()
        .SelectMany(suppressor => suppressor.SupportedSuppressions)
        .Select(suppression => suppression.SuppressedDiagnosticId)];

    public static TheoryData<string> Ids => [.. Rules.All.Select(rule => rule.Id)];

    private static bool Accepts => Environment.GetEnvironmentVariable("AGENTS_ACCEPT") == "1";

    [Fact]
    public void Ids_are_unique_and_of_their_group()
    {
        Assert.Equal(Rules.All.Count, Rules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(Rules.All, rule =>
        {
            Assert.Matches("^AGENT0[0-4][0-9]{2}$", rule.Id);
            Assert.Equal(GroupOf(rule), rule.Category);
        });
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_analyzer_reports_it(string id) =>
        Assert.Contains(Analysis.All.SelectMany(analyzer => analyzer.SupportedDiagnostics), rule => rule.Id == id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_link_leads_to_its_page(string id) => Assert.Equal($"{Rules.Pages}{id}.md", Find(id).HelpLinkUri);

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_its_row_in_the_releases(string id)
    {
        var rule = Find(id);
        var rows = Repository.Read("src", "Agents.Generators", "AnalyzerReleases.Shipped.md") +
            Repository.Read("src", "Agents.Generators", "AnalyzerReleases.Unshipped.md");
        Assert.Contains($"\n{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}\n", rows, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void It_has_its_test_class(string id)
    {
        var type = Assert.Single(typeof(CatalogTests).Assembly.GetTypes(), type => type.Name == id);
        Assert.Contains(type.GetMethods(), method => method.Name.StartsWith("Flagged", StringComparison.Ordinal));
        Assert.Contains(type.GetMethods(), method => method.Name.StartsWith("Not_flagged", StringComparison.Ordinal));
        Assert.Contains(type.GetMethods(), method => method.Name.Contains("generated_code", StringComparison.Ordinal));
        if (HasFix(id))
        {
            Assert.Contains(type.GetMethods(), method => method.Name.StartsWith("Mended", StringComparison.Ordinal));
            Assert.Contains(type.GetMethods(), method => method.Name.StartsWith("All_mended", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Its_page_has_head_cause_example_and_advice(string id)
    {
        var path = Repository.PathOf("docs", "rules", id + ".md");
        var head = HeadOf(Find(id));
        if (Accepts && File.Exists(path) && File.ReadAllText(path).ReplaceLineEndings("\n") is var old && old.IndexOf("\n## Cause\n", StringComparison.Ordinal) is var body and >= 0)
            File.WriteAllText(path, head + old[(body + 1)..]);
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        Assert.StartsWith(head, page, StringComparison.Ordinal);
        var place = head.Length;
        foreach (var section in new[]
        {
            "## Cause\n", "## Example\n", $"<!-- snippet: tests/Agents.Analyzers.Tests/Examples/{id}.cs#bad -->\n", "## Fix\n",
            $"<!-- snippet: tests/Agents.Analyzers.Tests/Examples/{id}.cs#good -->\n", "## When to suppress\n",
        })
        {
            place = page.IndexOf(section, place, StringComparison.Ordinal);
            Assert.True(place >= 0, $"{id}.md lacks '{section.Trim()}', or it stands elsewhere.");
            place += section.Length;
        }
    }

    [Fact]
    public void There_is_no_page_without_a_rule() => Assert.Equal(
        Rules.All.Select(rule => rule.Id + ".md").Append("README.md").Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Repository.PathOf("docs", "rules")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));

    [Fact]
    public void The_table_is_what_the_descriptors_say()
    {
        const string Begin = "<!-- rules -->\n";
        const string End = "<!-- /rules -->\n";
        var path = Repository.PathOf("docs", "rules", "README.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        var table = "| Rule | Title | Severity | Fix |\n|---|---|---|---|\n" + string.Concat(Rules.All.Select(rule =>
            $"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {SeverityOf(rule)} | {(HasFix(rule.Id) ? "yes" : "")} |\n"));
        if (Accepts)
            File.WriteAllText(path, page[..begin] + table + page[end..]);
        else
            Assert.Equal(table, page[begin..end]);
        Assert.All(Suppressed, id => Assert.Contains(id, page[end..], StringComparison.Ordinal));
    }

    private static DiagnosticDescriptor Find(string id) => Rules.All.Single(rule => rule.Id == id);

    private static bool HasFix(string id) => typeof(AgentCodeFix).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
        .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds)
        .Contains(id);

    private static string HeadOf(DiagnosticDescriptor rule) => $"""
        # {rule.Id}: {rule.Title}

        | Category | Severity | Fix |
        |---|---|---|
        | {rule.Category} | {SeverityOf(rule)} | {(HasFix(rule.Id) ? "yes" : "no")} |


        """.ReplaceLineEndings("\n");

    private static string SeverityOf(DiagnosticDescriptor rule) => rule.DefaultSeverity.ToString().ToUpperInvariant() switch
    {
        "ERROR" => "error",
        "WARNING" => "warning",
        _ => "info",
    };

    private static string GroupOf(DiagnosticDescriptor rule) => "Agents." + rule.Id[5..7] switch
    {
        "00" => "Module",
        "01" => "Signature",
        "02" => "Graph",
        "03" => "Streaming",
        _ => "Use",
    };
}
