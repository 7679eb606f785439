using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>What analyzers of the bodies of nodes have in common. A node without a body is left alone.</summary>
public abstract class NodeBodyAnalyzer : AgentAnalyzer
{
    private protected sealed override void Register(CompilationStartAnalysisContext start) => start.RegisterOperationBlockAction(context =>
    {
        if (context.OwningSymbol is IMethodSymbol method && NodeSignature.Of(method) is { } node &&
            NodeBody.Of(context.OperationBlocks) is { } body)
        {
            Analyze(context, node, body);
        }
    });

    /// <summary>Looks at a node.</summary>
    private protected abstract void Analyze(OperationBlockAnalysisContext context, NodeSignature node, NodeBody body);
}
