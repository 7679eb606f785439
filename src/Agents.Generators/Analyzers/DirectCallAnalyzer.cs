using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>Finds nodes that call a node of their module as a method, or hand it over to be called.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DirectCallAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.DirectCall];

    private protected override void Register(CompilationStartAnalysisContext start) => RegisterNodes(start, static (block, node) =>
        block.RegisterOperationAction(
            context =>
            {
                if (CalledNode(context.Operation) is { } called &&
                    SymbolEqualityComparer.Default.Equals(called.Method.ContainingType, node.Method.ContainingType))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.DirectCall, Places.OfName(context.Operation.Syntax), called.Name, node.Name));
                }
            },
            OperationKind.Invocation, OperationKind.MethodReference));

    private static NodeSignature? CalledNode(IOperation operation) => operation switch
    {
        IInvocationOperation { Instance: IInstanceReferenceOperation } call => NodeSignature.Of(call.TargetMethod),
        IMethodReferenceOperation { Instance: IInstanceReferenceOperation } group when !IsNamed(group) => NodeSignature.Of(group.Method),
        _ => null,
    };

    private static bool IsNamed(IMethodReferenceOperation group) => group.Around().Any(static around => around is INameOfOperation);
}
