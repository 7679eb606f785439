using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Agents.Analyzers.Tests.Streams;

/// <summary>A node that streams a type, for tests of one of the rules about chunks: the others are switched off.</summary>
internal static class Streaming
{
    private static readonly DiagnosticDescriptor[] All =
        [Rules.ChunkNotSerializable, Rules.MutableChunk, Rules.NoValueEquality];

    public static string Of(string chunk, DiagnosticDescriptor rule, string parameter = "{|#0:chunks|}") => $$"""
        #pragma warning disable {{string.Join(", ", All.Where(other => other != rule).Select(other => other.Id))}}
        [AgentModule]
        internal partial class Worker
        {
            [Node] public int Work(ChunkWriter<{{chunk}}> {{parameter}}) => 1;
        }
        """;
}
