using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>Finds runs that are started and whose handle is thrown away.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RunNotObservedAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.RunNotObserved];

    private protected override void Register(CompilationStartAnalysisContext start) => start.RegisterOperationAction(
        static context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (call.TargetMethod.Name == "StartAsync" && call.Instance is { Type: { } client } and not IInvocationOperation && NodeRules.IsClient(client) &&
                AwaitOf(call) is { } run && IsDropped(run) && !HasKey(call) && !IsHandedOver(call))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Rules.RunNotObserved, Places.OfName(call.Syntax), $"{client.Name}.{call.TargetMethod.Name}"));
            }
        },
        OperationKind.Invocation);

    /// <summary>The run, as the start's await gives it; null where the start is not awaited here: other rules speak of that.</summary>
    private static IAwaitOperation? AwaitOf(IOperation start)
    {
        while (start.Parent is IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" })
            start = start.Parent;
        return start.Parent as IAwaitOperation;
    }

    private static bool IsDropped(IOperation run) => run.Parent switch
    {
        IConversionOperation conversion => IsDropped(conversion),
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => !IsUsed(local, run),
        _ => false,
    };

    /// <summary>Whether the start is in a function that is given to others: a test may want to see it fail.</summary>
    private static bool IsHandedOver(IOperation start) => start.Around().Any(static around =>
        around is IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation } });

    private static bool IsUsed(ILocalSymbol local, IOperation run) => run.Root().Descendants().Any(operation =>
        operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local));

    /// <summary>Whether the run can be found again, by a key of the caller's own.</summary>
    private static bool HasKey(IInvocationOperation call) => call.Arguments.Any(static argument =>
        argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: "RunOptions", Value: var options } &&
        options switch
        {
            IObjectCreationOperation creation => creation.Initializer?.Initializers.Any(static member =>
                member is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Key" } }) == true,
            { ConstantValue.HasValue: true } or IDefaultValueOperation or IConversionOperation { ConstantValue.HasValue: true } => false,
            _ => true,
        });
}
