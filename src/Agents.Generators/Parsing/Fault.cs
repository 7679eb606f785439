using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>
/// What keeps a declaration from working: what an analyzer reports, and what generated bodies throw. Holds a symbol, so it
/// never leaves the transform.
/// </summary>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Where">What is at fault.</param>
/// <param name="Arguments">What the rule's message names.</param>
internal readonly record struct Fault(DiagnosticDescriptor Rule, ISymbol Where, params string[] Arguments)
{
    /// <summary>Whether the compiler says so, too, so that one mistake is one error if the analyzers say nothing.</summary>
    public bool IsSaidByCompiler { get; init; }

    /// <summary>What is wrong and what to do, as a sentence without its full stop.</summary>
    public string Message =>
        string.Format(CultureInfo.InvariantCulture, Rule.MessageFormat.ToString(CultureInfo.InvariantCulture), Arguments);
}
