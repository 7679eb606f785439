using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds calls that hold a thread: any such call in a node, and anywhere else those that wait for a run.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.BlockingCall, Rules.RunBlocked];

    private protected override void Register(CompilationStartAnalysisContext start) => start.RegisterOperationAction(
        static context =>
        {
            if (BlockingCall.Of(context.Operation) is not { } call)
                return;
            var node = context.ContainingSymbol is IMethodSymbol method ? NodeSignature.Of(method) : null;
            var run = node is null ? call.RunCall : null;
            if ((node is null && run is null) || !call.Waits || Places.IsInExpressionTree(call.Operation))
                return;
            var where = Places.OfName(call.Operation.Syntax);
            context.ReportDiagnostic(node is not null
                ? Diagnostic.Create(Rules.BlockingCall, where, node.Name, call.Name, call.Advice)
                : Diagnostic.Create(Rules.RunBlocked, where, call.Name, run!.TargetMethod.Name));
        },
        OperationKind.PropertyReference, OperationKind.Invocation);
}
