using System.Text.RegularExpressions;

namespace Agents.Docs.Tests;

/// <summary>A block of C# in a page, and the comment before it that says where the code comes from.</summary>
/// <param name="Line">The line of the opening fence, from 1.</param>
/// <param name="Source">A file, or a file and a region (<c>path#region</c>); null where the comment is missing.</param>
/// <param name="Code">The code, lines ended by <c>\n</c>.</param>
/// <param name="Start">Where the code begins in the page.</param>
internal sealed record Snippet(int Line, string? Source, string Code, int Start);

/// <summary>Finds the snippets of a page and the code that they show.</summary>
internal static partial class Markdown
{
    public static IReadOnlyList<Snippet> SnippetsOf(string page) => [.. Blocks().Matches(page).Select(match => new Snippet(
        page.AsSpan(0, match.Groups["fence"].Index).Count('\n') + 1,
        match.Groups["source"] is { Success: true } source ? source.Value : null,
        match.Groups["code"].Value,
        match.Groups["code"].Index))];

    /// <summary>The code that a snippet is to show.</summary>
    /// <param name="file">The text of the file.</param>
    /// <param name="region">The region; null for the whole file.</param>
    public static string CodeOf(string file, string? region)
    {
        var lines = file.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (region is not null)
        {
            var begin = Array.FindIndex(lines, line => line.Trim() == $"#region {region}");
            if (begin < 0)
                throw new InvalidOperationException($"There is no '#region {region}'.");
            var end = Array.FindIndex(lines, begin, line => line.Trim() == "#endregion");
            if (end < 0)
                throw new InvalidOperationException($"'#region {region}' has no end.");
            lines = lines[(begin + 1)..end];
        }

        var filled = lines.Where(line => line.Length > 0).ToArray();
        var indent = filled.Length == 0 ? 0 : filled.Min(line => line.Length - line.TrimStart(' ').Length);
        return string.Concat(lines.Select(line => (line.Length > 0 ? line[indent..] : line) + "\n"));
    }

    /// <summary>The links of a page that lead to files of this repository.</summary>
    public static IEnumerable<string> LinksOf(string page) =>
        Links().Matches(page).Select(match => match.Groups["path"].Value).Where(path => path.Length > 0 && !path.Contains(':'));

    [GeneratedRegex(@"\]\((?<path>[^)#\s]*)(#[^)\s]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Links();

    [GeneratedRegex(
        @"(?:^(?:<!-- snippet: (?<source>\S+) -->|\[//\]: \# \(snippet: (?<source>\S+)\))\n)?^(?<fence>```(?:csharp|cs|c\#)\b[^\n]*)\n(?<code>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Blocks();
}
