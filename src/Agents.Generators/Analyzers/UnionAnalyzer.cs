using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
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

    private protected override void Register(CompilationStartAnalysisContext start) => start.RegisterSymbolAction(
        static context =>
        {
            var type = (INamedTypeSymbol)context.Symbol;
            if (UnionRules.IsUnion(type))
            {
                // Of types that are unknown here too the compiler speaks.
                foreach (var fault in UnionRules.FaultsOf(type, context.CancellationToken).Where(static fault => IsOfKnownType(fault.Where)))
                    Report(context, fault);
            }

            if (type.BaseType is { IsRecord: true } union && UnionRules.IsUnion(union) && !IsNestedIn(union, type))
                Report(context, new Fault(Rules.DerivedOutside, type, type.Name, union.Name));
        },
        SymbolKind.NamedType);

    private static bool IsOfKnownType(ISymbol symbol) => symbol switch
    {
        IParameterSymbol parameter => TypeRules.IsKnown(parameter.Type),
        IPropertySymbol property => TypeRules.IsKnown(property.Type),
        _ => true,
    };

    private static bool IsNestedIn(INamedTypeSymbol union, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingType?.OriginalDefinition, union.OriginalDefinition);
}
