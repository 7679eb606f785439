using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers.JsonContexts;

/// <summary>What a body of code does to builders of agents.</summary>
/// <param name="Json">The calls of <c>AddJson</c>, in the order of the code.</param>
/// <param name="Methods">The names of all methods that give a builder back: those that register agents are among them.</param>
internal sealed record BuilderCalls(IReadOnlyList<AddJsonCall> Json, ISet<string> Methods)
{
    /// <summary>Reads the body that a call stands in.</summary>
    public static BuilderCalls Around(IInvocationOperation call)
    {
        var calls = call.Root().DescendantsAndSelf().OfType<IInvocationOperation>()
            .Where(static call => KnownTypes.IsAgentsBuilder(call.TargetMethod.ReturnType))
            .ToArray();
        return new(
            [.. calls.Select(AddJsonCall.Of).OfType<AddJsonCall>().OrderBy(static found => found.Argument.SpanStart)],
            new HashSet<string>(calls.Select(static call => call.TargetMethod.Name), StringComparer.Ordinal));
    }

    /// <summary>
    /// The call at which it is told what is missing: the first with a context of this project, for that can be mended. None
    /// where one of the calls is given something that may know anything.
    /// </summary>
    public AddJsonCall? TargetIn(Compilation compilation) => Json.Any(static call => call.Context is null)
        ? null
        : Json.OrderByDescending(call => SymbolEqualityComparer.Default.Equals(call.Context!.ContainingAssembly, compilation.Assembly)).First();
}
