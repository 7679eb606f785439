using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds agents of one name: a host knows each agent by its name.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DuplicateAgentAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.DuplicateAgent];

    private protected override void Register(CompilationStartAnalysisContext start)
    {
        var compilation = start.Compilation;
        var modules = new Lazy<ILookup<string, INamedTypeSymbol>>(() => ModuleFinder.Find(compilation)
            .ToLookup(ModuleReading.AgentOf, StringComparer.OrdinalIgnoreCase));
        start.RegisterSymbolAction(
            context =>
            {
                var module = (INamedTypeSymbol)context.Symbol;
                if (!AttributeReader.Has(module, KnownTypes.IsAgentModuleAttribute))
                    return;
                var name = ModuleReading.AgentOf(module);
                if (modules.Value[name].FirstOrDefault() is { } first && !SymbolEqualityComparer.Default.Equals(first, module))
                    context.ReportDiagnostic(Diagnostic.Create(Rules.DuplicateAgent, LocationOf(module), name, Show(first), Show(module)));
            },
            SymbolKind.NamedType);
    }

    private static string Show(INamedTypeSymbol module) => module.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
}
