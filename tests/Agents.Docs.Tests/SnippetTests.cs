namespace Agents.Docs.Tests;

/// <summary>
/// All C# in the documentation comes from code that is compiled and run. After a change of that code, run the tests with
/// AGENTS_ACCEPT=1: the pages take it over.
/// </summary>
public sealed class SnippetTests
{
    public static TheoryData<string> Pages => [.. Repository.Pages];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Snippets_come_from_compiled_code(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var accepts = Environment.GetEnvironmentVariable("AGENTS_ACCEPT") == "1";
        var faults = new List<string>();
        foreach (var snippet in Markdown.SnippetsOf(text).Reverse())
        {
            if (snippet.Source is not { } source)
            {
                faults.Add($"{page}({snippet.Line}): the line before this block must be <!-- snippet: path/to/File.cs#region -->.");
                continue;
            }

            var (file, region) = source.Split('#') is [var name, var part] ? (name, part) : (source, null);
            string code;
            try
            {
                code = Markdown.CodeOf(File.ReadAllText(Path.Combine(Repository.Root, file)), region);
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                faults.Add($"{page}({snippet.Line}): {source}: {exception.Message}");
                continue;
            }

            if (code == snippet.Code)
                continue;
            if (accepts)
                text = text.Remove(snippet.Start, snippet.Code.Length).Insert(snippet.Start, code);
            else
                faults.Add($"{page}({snippet.Line}): differs from {source}. To take the code over, run the tests with AGENTS_ACCEPT=1.");
        }

        if (accepts)
            File.WriteAllText(path, text);
        faults.Reverse();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        Assert.All(Markdown.LinksOf(File.ReadAllText(path)), link =>
            Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, link)), $"{page}: '{link}' leads nowhere."));
    }

    [Fact]
    public void The_number_of_rules_is_right()
    {
        var count = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "rules"), "AGENT*.md").Count();
        Assert.Contains($"[{count} rules](docs/rules/README.md)", File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#region one\n    a\n\n        b\n#endregion\n", "one", "a\n\n    b\n")]
    [InlineData("x\r\ny\r\n", null, "x\ny\n")]
    public void Code_loses_its_indent(string file, string? region, string expected) =>
        Assert.Equal(expected, Markdown.CodeOf(file, region));

    /// <summary>The page of a package shows comments in HTML as text, these not.</summary>
    [Fact]
    public void A_comment_may_be_a_link_that_nothing_refers_to()
    {
        var snippet = Assert.Single(Markdown.SnippetsOf("text\n\n[//]: # (snippet: b.cs#b)\n```csharp\nb\n```\n"));
        Assert.Equal("b.cs#b", snippet.Source);
    }

    [Fact]
    public void A_block_without_its_comment_is_found()
    {
        var snippets = Markdown.SnippetsOf("text\n\n```csharp\na\n```\n\n<!-- snippet: b.cs#b -->\n```csharp\nb\n```\n");
        Assert.Equal([(3, null, "a\n"), (8, "b.cs#b", "b\n")], snippets.Select(snippet => (snippet.Line, snippet.Source, snippet.Code)));
    }
}
