using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>
/// Finds modules that keep state: their own code writes a field, a property, an event or a parameter of the primary
/// constructor after the instance was made. Quiet where they took care of threads: under a lock of any kind, by
/// <c>Interlocked</c>, <c>Volatile</c> and <c>LazyInitializer</c>; where something is made once, by <c>??=</c>; and while the
/// module is disposed of.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModuleStateAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.ModuleState];

    private protected override void Register(CompilationStartAnalysisContext start) => start.RegisterSymbolStartAction(
        static symbol =>
        {
            if (ModuleAround((INamedTypeSymbol)symbol.Symbol) is not { } module)
                return;
            symbol.RegisterOperationAction(
                context =>
                {
                    if (IsForState(context.ContainingSymbol) || context.Operation is ICoalesceAssignmentOperation { Type.IsReferenceType: true })
                        return;
                    foreach (var target in Writes.TargetsOf(context.Operation))
                    {
                        if (StateOf(target, module) is { } state && !IsLocked(target))
                            context.ReportDiagnostic(Diagnostic.Create(Rules.ModuleState, target.Syntax.GetLocation(), state.Name, module.Name));
                    }
                },
                Writes.Kinds);
        },
        SymbolKind.NamedType);

    /// <summary>The module that a type is, or is nested in; null for none.</summary>
    private static INamedTypeSymbol? ModuleAround(INamedTypeSymbol type) =>
        AttributeReader.Has(type, KnownTypes.IsAgentModuleAttribute) ? type
        : type.ContainingType is { } container ? ModuleAround(container)
        : null;

    /// <summary>Whether a member makes or ends the instance, or is how a property is set: whoever sets that writes the state.</summary>
    private static bool IsForState(ISymbol member) => member is not IMethodSymbol method ||
        method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor or
            MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove ||
        method.Name is "Dispose" or "DisposeAsync" or "DisposeAsyncCore" ||
        method.ExplicitInterfaceImplementations.Any(static implemented => implemented.Name is "Dispose" or "DisposeAsync");

    /// <summary>The member or captured parameter of the module that is written; null where it is something else.</summary>
    private static ISymbol? StateOf(IOperation target, INamedTypeSymbol module) => target switch
    {
        // Members see parameters of the primary constructor only.
        IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } made } parameter } =>
            SymbolEqualityComparer.Default.Equals(made.ContainingType, module) ? parameter : null,
        // A part of a struct is a part of the field that holds the struct.
        IFieldReferenceOperation { Field.ContainingType.IsValueType: true, Instance: { } whole } => StateOf(whole, module),
        IPropertyReferenceOperation { Property.IsIndexer: true } => null,
        IMemberReferenceOperation { Member: var member, Instance: null } =>
            SymbolEqualityComparer.Default.Equals(member.ContainingType, module) ? member : null,
        IMemberReferenceOperation
        {
            Member: var member,
            Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance, Type: var type },
        } => SymbolEqualityComparer.Default.Equals(type, module) ? member : null,
        _ => null,
    };

    /// <summary>Whether a lock is held around a write: by the statement, or by a call before it, as <c>await semaphore.WaitAsync()</c> is.</summary>
    private static bool IsLocked(IOperation write) =>
        write.Around().Any(static around => around is ILockOperation) ||
        write.Root().Descendants().Any(operation =>
            operation is IInvocationOperation call && call.Syntax.SpanStart < write.Syntax.SpanStart && KnownTypes.TakesLock(call.TargetMethod));
}
