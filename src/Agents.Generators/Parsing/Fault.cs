using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What keeps a declaration from working. Holds a symbol, so it never leaves the transform.</summary>
/// <param name="Where">What is at fault.</param>
/// <param name="Message">What is wrong, as a sentence without its full stop.</param>
internal readonly record struct Fault(ISymbol Where, string Message);
