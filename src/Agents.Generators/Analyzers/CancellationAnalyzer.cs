using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>Finds nodes that wait for something and cannot be told to stop.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CancellationAnalyzer : NodeBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NoCancellationToken];

    private protected override void Analyze(OperationBlockAnalysisContext context, NodeSignature node, NodeBody body)
    {
        // Of asynchronous sequences, which no node can return, another rule speaks.
        var isAsync = node.Method.IsAsync && !KnownTypes.IsAsyncSequence(node.Method.ReturnType);
        var returnsTask = !node.Method.IsAsync && KnownTypes.IsTaskLike(node.Method.ReturnType);
        if ((isAsync || returnsTask) && !node.Of(Models.ArgumentKind.CancellationToken).Any() && Waits(body.Block, returnsTask))
            context.ReportDiagnostic(Diagnostic.Create(Rules.NoCancellationToken, LocationOf(node.Method), node.Name));
    }

    /// <summary>Whether the body awaits what takes time, or returns a task that may do so.</summary>
    private static bool Waits(IBlockOperation body, bool returnsTask) => body.Descendants().Any(operation => operation switch
    {
        IAwaitOperation wait => !TaskOperations.IsCompleted(wait.Operation),
        IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or
            IUsingDeclarationOperation { IsAsynchronous: true } => true,
        IReturnOperation { ReturnedValue: { } value } =>
            returnsTask && !IsOfNestedFunction(operation) && !TaskOperations.IsCompleted(value),
        _ => false,
    });

    private static bool IsOfNestedFunction(IOperation operation) =>
        operation.Around().Any(static around => around is IAnonymousFunctionOperation or ILocalFunctionOperation);
}
