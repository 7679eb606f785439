using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds classes that cannot be modules, and what stands in the way of the code that is generated for them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModuleAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.ModuleNotPartial, Rules.ContainerNotPartial, Rules.UnsupportedModule, Rules.HiddenModule, Rules.InheritedNode,
        Rules.HiddenPayload, Rules.NameTaken, Rules.HumanInputsDisagree,
    ];

    private protected override void Register(CompilationStartAnalysisContext start)
    {
        RegisterModules(start, static (context, reading) =>
        {
            foreach (var fault in ModuleRules.FaultsOf(reading.Module, context.CancellationToken)
                .Where(static fault => fault.Rule != Rules.ContainerNotPartial)
                .Concat(RunRules.FaultsOf(reading.Module, reading.Nodes)))
            {
                Report(context, fault);
            }
        });
        RegisterContainers(start, KnownTypes.IsAgentModuleAttribute, static (container, module) =>
            new Fault(Rules.ContainerNotPartial, container, container.Name, module.Name));
    }
}
