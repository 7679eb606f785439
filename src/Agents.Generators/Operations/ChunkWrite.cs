using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>Recognizes writes of chunks: the writer's own, the ones generated for unions, and extensions that users wrote.</summary>
internal static class ChunkWrite
{
    /// <summary>The writer of a write; null for another call.</summary>
    public static IOperation? WriterOf(IInvocationOperation call)
    {
        if (!KnownTypes.IsTaskLike(call.Type))
            return null;
        var method = call.TargetMethod;
        var writer = method is { IsExtensionMethod: true, Parameters: [var first, ..] } && KnownTypes.IsChunkWriter(first.Type)
            ? call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value
            : method.Name == "WriteAsync" && TypeRules.DerivesFrom(method.ContainingType, KnownTypes.IsChunkWriter) ? call.Instance : null;
        while (writer is IConversionOperation conversion)
            writer = conversion.Operand;
        return writer;
    }
}
