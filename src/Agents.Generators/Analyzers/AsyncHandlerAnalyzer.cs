using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>Finds asynchronous handlers of chunks that are bound as actions, so that nobody waits for them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AsyncHandlerAnalyzer : AgentAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AsyncHandler];

    private protected override void Register(CompilationStartAnalysisContext start) => start.RegisterOperationAction(
        static context =>
        {
            var call = (IInvocationOperation)context.Operation;
            if (HandlerCall.KindOf(call.TargetMethod) is not { } kind)
                return;
            foreach (var argument in call.Arguments)
            {
                if (HandlerCall.FindAsynchronous(argument) is { } location)
                {
                    context.ReportDiagnostic(Diagnostic.Create(
                        Rules.AsyncHandler, location, argument.Parameter!.Name, call.TargetMethod.Name, AdviceFor(kind)));
                }
            }
        },
        OperationKind.Invocation);

    private static string AdviceFor(HandlerCallKind kind) => kind switch
    {
        HandlerCallKind.Switch => "await SwitchAsync instead",
        HandlerCallKind.SubscribeCases => "let all handlers return a task",
        _ => "let it return a task",
    };
}
