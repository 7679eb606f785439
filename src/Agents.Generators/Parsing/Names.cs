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
}
