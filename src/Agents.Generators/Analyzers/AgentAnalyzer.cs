using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>
/// What all analyzers have in common: they run concurrently, leave generated code alone, and do nothing in a project that
/// does not know agents.
/// </summary>
public abstract class AgentAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownTypes.AgentModuleAttribute) is not null)
                Register(start);
        });
    }

    /// <summary>Registers what the analyzer looks at.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext start);

    /// <summary>Looks at each module.</summary>
    private protected static void RegisterModules(
        CompilationStartAnalysisContext start, Action<SymbolAnalysisContext, ModuleReading> analyze) =>
        start.RegisterSymbolAction(
            context =>
            {
                if (ModuleReading.Of((INamedTypeSymbol)context.Symbol) is { } reading)
                    analyze(context, reading);
            },
            SymbolKind.NamedType);

    /// <summary>
    /// Looks at types that are not partial and contain one for which code is generated: each is told where it stands, once for
    /// all in it.
    /// </summary>
    private protected static void RegisterContainers(
        CompilationStartAnalysisContext start, Func<ITypeSymbol?, bool> isMark, Func<INamedTypeSymbol, INamedTypeSymbol, Fault> toFault) =>
        start.RegisterSymbolAction(
            context =>
            {
                var container = (INamedTypeSymbol)context.Symbol;
                if (!PlaceParser.IsPartial(container, context.CancellationToken) && FirstIn(container, isMark) is { } type)
                    Report(context, toFault(container, type));
            },
            SymbolKind.NamedType);

    private static INamedTypeSymbol? FirstIn(INamedTypeSymbol container, Func<ITypeSymbol?, bool> isMark)
    {
        foreach (var type in container.GetTypeMembers())
        {
            if ((AttributeReader.Has(type, isMark) ? type : FirstIn(type, isMark)) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>
    /// Looks at the bodies of nodes, each with what is nested in it: lambdas and local functions are the node's as well.
    /// </summary>
    private protected static void RegisterNodes(
        CompilationStartAnalysisContext start, Action<OperationBlockStartAnalysisContext, NodeSignature> analyze) =>
        start.RegisterOperationBlockStartAction(context =>
        {
            if (context.OwningSymbol is IMethodSymbol method && NodeSignature.Of(method) is { } node)
                analyze(context, node);
        });

    /// <summary>Reports a fault where it stands in the source, unless the compiler speaks of it, as of what has no name yet.</summary>
    private protected static void Report(SymbolAnalysisContext context, Fault fault)
    {
        if (fault.Where.Name.Length > 0 && !fault.IsSaidByCompiler)
            context.ReportDiagnostic(Diagnostic.Create(fault.Rule, LocationOf(fault.Where), fault.Arguments));
    }

    /// <summary>
    /// The name in a symbol's declaration; of a type in several parts, in the part that bears an attribute of ours, else the
    /// first by its file.
    /// </summary>
    private protected static Location LocationOf(ISymbol symbol)
    {
        if (symbol.Locations.Length == 1)
            return symbol.Locations[0];
        var attribute = symbol.GetAttributes()
            .Where(static attribute => KnownTypes.IsAgentModuleAttribute(attribute.AttributeClass) ||
                KnownTypes.IsChunkUnionAttribute(attribute.AttributeClass) || KnownTypes.IsNodeAttribute(attribute.AttributeClass))
            .Select(static attribute => attribute.ApplicationSyntaxReference)
            .FirstOrDefault(static reference => reference is not null);
        var part = attribute is null ? null : symbol.DeclaringSyntaxReferences.FirstOrDefault(reference =>
            reference.SyntaxTree == attribute.SyntaxTree && reference.Span.Contains(attribute.Span));
        return symbol.Locations.FirstOrDefault(location =>
                part is not null && location.SourceTree == part.SyntaxTree && part.Span.Contains(location.SourceSpan))
            ?? symbol.Locations
                .OrderBy(static location => location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static location => location.SourceSpan.Start)
                .FirstOrDefault()
            ?? Location.None;
    }
}
