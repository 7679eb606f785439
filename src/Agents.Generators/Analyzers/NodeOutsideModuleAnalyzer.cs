using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds methods marked as nodes in classes that are no modules: nothing is generated for them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NodeOutsideModuleAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NodeOutsideModule];

    private protected override void Register(CompilationStartAnalysisContext start)
    {
        var compilation = start.Compilation;
        // Of a node that a module inherits, the rule about that speaks.
        var bases = new Lazy<HashSet<ISymbol>>(() => new(ModuleFinder.Find(compilation)
            .SelectMany(TypeRules.BasesOf).Select(static type => type.OriginalDefinition), SymbolEqualityComparer.Default));
        start.RegisterSymbolAction(
            context =>
            {
                var method = (IMethodSymbol)context.Symbol;
                if (AttributeReader.Has(method, KnownTypes.IsNodeAttribute) &&
                    !AttributeReader.Has(method.ContainingType, KnownTypes.IsAgentModuleAttribute) &&
                    !bases.Value.Contains(method.ContainingType))
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.NodeOutsideModule, LocationOf(method), method.Name, method.ContainingType.Name));
                }
            },
            SymbolKind.Method);
    }
}
