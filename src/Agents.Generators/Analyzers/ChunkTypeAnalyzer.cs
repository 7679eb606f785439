using System.Collections.Immutable;
using Agents.Generators.Analyzers.ChunkTypes;
using Agents.Generators.Diagnostics;
using Agents.Generators.Models;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds chunks that cannot be kept, handed over and compared as the values that they were when they were written.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ChunkTypeAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.ChunkNotSerializable, Rules.MutableChunk, Rules.NoValueEquality];

    private protected override void Register(CompilationStartAnalysisContext start) => RegisterModules(start, static (context, reading) =>
    {
        foreach (var node in reading.Nodes)
        {
            if (node.Chunk is { } chunk && TypeRules.IsKnown(chunk) && TypeRules.IsPayload(chunk))
            {
                foreach (var (rule, what) in FaultsOf(chunk, context.Compilation))
                    Report(context, new Fault(rule, node.Of(ArgumentKind.Writer).First(), node.Name, TypeRules.Show(chunk), what));
            }
        }
    });

    private static IEnumerable<(DiagnosticDescriptor Rule, string What)> FaultsOf(ITypeSymbol chunk, Compilation compilation)
    {
        if (ChunkJson.FaultOf(chunk, compilation) is { } unwritable)
            yield return (Rules.ChunkNotSerializable, unwritable);
        // What is not even written is not compared either: one mistake, one report.
        else if (ChunkEquality.FaultOf(chunk) is { } reference)
            yield return (Rules.NoValueEquality, reference);
        if (ChunkMutability.FaultOf(chunk, compilation) is { } mutable)
            yield return (Rules.MutableChunk, mutable);
    }
}
