using Agents.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Analyzers.Tests.Robustness;

/// <summary>Breaks a source as typing, pasting and merging do: tokens are deleted, doubled, swapped, misplaced, or not yet there.</summary>
internal sealed class Mutator(Random random)
{
    private const int MostTokens = 40;

    public string Break(string source)
    {
        var tokens = CSharpSyntaxTree.ParseText(source, Project.ParseOptions).GetRoot()
            .DescendantTokens().Select(token => token.ToFullString()).ToList();
        for (var rest = random.Next(1, 4); rest > 0 && tokens.Count > 1; rest--)
            Change(tokens);
        return string.Concat(tokens);
    }

    private void Change(List<string> tokens)
    {
        var (start, other) = (random.Next(tokens.Count), random.Next(tokens.Count));
        // Mostly one token; else a few, up to a whole member.
        var count = Math.Min(random.Next(3) > 0 ? 1 : random.Next(1, MostTokens), tokens.Count - start);
        switch (random.Next(6))
        {
            case 0:
                tokens.RemoveRange(start, count);
                break;
            case 1:
                tokens.InsertRange(start, tokens.GetRange(start, count));
                break;
            case 2:
                tokens.InsertRange(other, tokens.GetRange(start, count));
                break;
            case 3:
                (tokens[start], tokens[other]) = (tokens[other], tokens[start]);
                break;
            case 4:
                tokens[start] = tokens[other];
                break;
            default:
                // As the file is while its end is being typed, its braces closed by the editor or not.
                var closing = random.Next(2) == 0 ? [] : tokens.Skip(start).Where(token => token.Trim() == "}").ToList();
                tokens.RemoveRange(start, tokens.Count - start);
                tokens.AddRange(closing);
                break;
        }
    }
}
