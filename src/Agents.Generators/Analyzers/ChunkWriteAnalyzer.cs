using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>Finds writes of chunks that nobody awaits, in nodes and in what they call.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ChunkWriteAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.WriteNotAwaited];

    private protected override void Register(CompilationStartAnalysisContext start) => start.RegisterOperationAction(
        static context =>
        {
            var write = (IInvocationOperation)context.Operation;
            // The writer that a mock gives (`writer.Received()`) writes nothing.
            if (ChunkWrite.WriterOf(write) is not { } writer || writer is IInvocationOperation || !Observation.IsDropped(write))
                return;
            var access = writer is IConditionalAccessInstanceOperation ? AccessAround(write) : null;
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.WriteNotAwaited, ((IOperation?)access ?? write).Syntax.GetLocation(), NameOf(access?.Operation ?? writer)));
        },
        OperationKind.Invocation);

    private static string NameOf(IOperation writer) => writer switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        ILocalReferenceOperation local => local.Local.Name,
        IMemberReferenceOperation member => member.Member.Name,
        _ => "ChunkWriter",
    };

    /// <summary>The <c>writer?.Write()</c> around the write.</summary>
    private static IConditionalAccessOperation? AccessAround(IOperation write)
    {
        for (var operation = write; operation is not null; operation = operation.Parent)
        {
            if (operation.Parent is IConditionalAccessOperation access && access.WhenNotNull == operation)
                return access;
        }

        return null;
    }
}
