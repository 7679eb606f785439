using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>Finds work that a node starts and never waits for, unless the work tells of its end by other means.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartedTaskAnalyzer : NodeBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.TaskNotAwaited];

    private protected override void Analyze(OperationBlockAnalysisContext context, NodeSignature node, NodeBody body)
    {
        foreach (var call in body.Block.Descendants().OfType<IInvocationOperation>())
        {
            if (IsLost(call) && !body.Reach(call).Any(static reached => KnownTypes.IsSignal(reached.Type)))
                context.ReportDiagnostic(Diagnostic.Create(Rules.TaskNotAwaited, call.Syntax.GetLocation(), NameOf(call, node), node.Name));
        }
    }

    private static bool IsLost(IInvocationOperation call) =>
        // What is called on a task goes on with it, and is seen where that is looked at.
        KnownTypes.IsTaskLike(call.Type) ? !KnownTypes.IsTaskLike(call.Instance?.Type) && !TaskOperations.IsCompleted(call) && ChunkWrite.WriterOf(call) is null && Observation.IsDropped(call)
        : call.TargetMethod.Name is "Start" or "UnsafeStart" ? KnownTypes.IsThread(call.TargetMethod.ContainingType) && call.Instance is IObjectCreationOperation
        : call.TargetMethod.Name is "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" && KnownTypes.IsThreadPool(call.TargetMethod.ContainingType);

    /// <summary>The method with its type; without it where that is the module, and the delegate for its call.</summary>
    private static string NameOf(IInvocationOperation call, NodeSignature node) => call switch
    {
        { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: IParameterReferenceOperation called } => called.Parameter.Name,
        { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: ILocalReferenceOperation called } => called.Local.Name,
        { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: IMemberReferenceOperation called } => called.Member.Name,
        { Instance: IInstanceReferenceOperation } => call.TargetMethod.Name,
        _ when SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, node.Method.ContainingType) => call.TargetMethod.Name,
        _ => $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}",
    };
}
