using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds signatures that no node can have.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NodeSignatureAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.AsyncVoid, Rules.UnsupportedReturn, Rules.ReturnsSequence, Rules.UnsupportedMethod, Rules.UnsupportedParameter,
        Rules.SecondWriter, Rules.ClientParameter, Rules.StaticNode, Rules.SeveralRoles,
    ];

    private protected override void Register(CompilationStartAnalysisContext start) => RegisterModules(start, static (context, reading) =>
    {
        foreach (var node in reading.Nodes)
        {
            // Of types that are unknown here too the compiler speaks.
            foreach (var fault in NodeRules.FaultsOf(node).Where(static fault => fault.Rule != Rules.UnknownType))
                Report(context, fault);
        }
    });
}
