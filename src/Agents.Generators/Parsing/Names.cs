using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Parsing;

/// <summary>How names are made of names.</summary>
internal static class Names
{
    /// <summary>A method's name as a node's: without a trailing Async.</summary>
    public static string WithoutAsync(string name) =>
        name.Length > 5 && name.EndsWith("Async", StringComparison.Ordinal) ? name.Substring(0, name.Length - 5) : name;

    /// <summary>A name as an identifier: keywords escaped, and of the contextual ones those that could be taken for such.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) is not SyntaxKind.None ||
        name is "await" or "field" or "from" or "global" or "partial" or "record" or "yield"
            ? "@" + name
            : name;

    /// <summary>A name in camel case, an acronym at its beginning in lower case: <c>URLFound</c> gives <c>urlFound</c>.</summary>
    public static string Camel(string name)
    {
        var chars = name.ToCharArray();
        for (var i = 0; i < chars.Length && char.IsUpper(chars[i]); i++)
        {
            if (i > 0 && i + 1 < chars.Length && !char.IsUpper(chars[i + 1]))
                break;
            chars[i] = char.ToLowerInvariant(chars[i]);
        }

        return new string(chars);
    }

    /// <summary>A parameter's name as a property's: its first letter in upper case.</summary>
    public static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>Gives a parameter of our own a name that no parameter of the user's has.</summary>
    /// <param name="preferred">The name it should have.</param>
    /// <param name="taken">The names the user has given.</param>
    public static string Free(string preferred, IEnumerable<string> taken)
    {
        var name = preferred;
        for (var i = 2; taken.Contains(name, StringComparer.Ordinal); i++)
            name = preferred + i;
        return name;
    }

    /// <summary>How many letters must be added, dropped, changed or swapped to make one name of another, case aside.</summary>
    public static int Distance(string name, string other)
    {
        var (a, b) = (name.ToUpperInvariant(), other.ToUpperInvariant());
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }

                var change = a[i - 1] == b[j - 1] ? 0 : 1;
                distances[i, j] = Math.Min(
                    Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1, distances[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
            }
        }

        return distances[a.Length, b.Length];
    }
}
