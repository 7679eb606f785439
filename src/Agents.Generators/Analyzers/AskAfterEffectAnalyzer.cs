using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>Finds questions that a node asks after a side effect, which a later attempt would repeat to come to the question.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AskAfterEffectAnalyzer : NodeBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AskAfterEffect];

    private protected override void Analyze(OperationBlockAnalysisContext context, NodeSignature node, NodeBody body)
    {
        if (!node.HumanInputs.Any() || SideEffects.AreGuarded(body))
            return;
        var effects = SideEffects.In(node, body).ToArray();
        foreach (var question in body.Block.Descendants().OfType<IInvocationOperation>().Where(IsQuestion))
        {
            if (Array.Find(effects, effect => IsSurelyBefore(effect, question)) is not { } first)
                continue;
            var call = ((IInvocationOperation)TaskOperations.Bare(first.Operation)).TargetMethod;
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.AskAfterEffect, question.Syntax.GetLocation(), node.Name, $"{call.ContainingType.Name}.{call.Name}"));
            // The questions behind it follow the same effect.
            return;
        }
    }

    private static bool IsQuestion(IInvocationOperation call) =>
        call.TargetMethod.Name == "AskAsync" && KnownTypes.IsHumanInput(call.TargetMethod.ContainingType);

    /// <summary>Whether the statement of an effect has been executed wherever a question is asked.</summary>
    private static bool IsSurelyBefore(IAwaitOperation effect, IOperation question) =>
        effect.Syntax.Span.End <= question.Syntax.SpanStart &&
        !question.Around().Any(static around => around is ILocalFunctionOperation) &&
        effect.Parent?.Parent is IBlockOperation block && question.Around().Contains(block);
}
