using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Analyzers;

/// <summary>Finds unions that cannot be closed or written, and records that break into one from outside.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnionAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.UnionNotPartial, Rules.UnionNotAbstract, Rules.UnionWithoutCase, Rules.OpenCase, Rules.DerivedOutside,
        Rules.ReservedCaseName, Rules.CaseNotWritable,
    ];

    private protected override void Register(CompilationStartAnalysisContext start)
    {
        start.RegisterSymbolAction(
            static context =>
            {
                var type = (INamedTypeSymbol)context.Symbol;
                if (UnionRules.IsUnion(type))
                {
                    foreach (var fault in UnionRules.FaultsOf(type, context.CancellationToken).Where(fault => IsOwn(fault, type)))
                        Report(context, fault);
                }

                if (type.BaseType is { IsRecord: true } union && UnionRules.IsUnion(union) && !IsNestedIn(union, type))
                    Report(context, new Fault(Rules.DerivedOutside, type, type.Name, union.Name));
            },
            SymbolKind.NamedType);
        RegisterContainers(start, KnownTypes.IsChunkUnionAttribute, static (container, union) =>
            new Fault(Rules.UnionNotPartial, container, union.Name, container.Name));
    }

    /// <summary>Containers are told themselves, and of types that are unknown here too the compiler speaks.</summary>
    private static bool IsOwn(Fault fault, INamedTypeSymbol union) => fault.Where switch
    {
        INamedTypeSymbol type => fault.Rule != Rules.UnionNotPartial || SymbolEqualityComparer.Default.Equals(type, union),
        IParameterSymbol parameter => TypeRules.IsKnown(parameter.Type),
        IPropertySymbol property => TypeRules.IsKnown(property.Type),
        _ => true,
    };

    private static bool IsNestedIn(INamedTypeSymbol union, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingType?.OriginalDefinition, union.OriginalDefinition);
}
