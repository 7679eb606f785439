using System.Collections.Immutable;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>
/// Finds writers, edges and human inputs that are kept where they outlive their attempt: in a field, a property or a collection that is
/// not the node's own, or in a handler of an event that is not. What is handed to a method may be used during the attempt
/// only, so nothing is said of it; nor of what the node takes back.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AttemptEscapeAnalyzer : NodeBodyAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.AttemptEscapes];

    private protected override void Analyze(OperationBlockAnalysisContext context, NodeSignature node, NodeBody body)
    {
        var flow = new AttemptFlow(node, body);
        foreach (var operation in body.Block.Descendants())
        {
            if (KeptBy(operation) is not { } kept || !flow.IsOutside(kept.Keeper) || flow.Find(kept.Value) is not { } found || flow.IsTakenBack(kept.Keeper))
                continue;
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.AttemptEscapes, found.Place.Syntax.GetLocation(), found.Parameter.Name, node.Name, Describe(kept.Keeper.Member)));
        }
    }

    /// <summary>What keeps something, and the value that it keeps.</summary>
    private static (IMemberReferenceOperation Keeper, IOperation Value)? KeptBy(IOperation operation) => operation switch
    {
        IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation @event } add => (@event, add.HandlerValue),
        ISimpleAssignmentOperation or ICoalesceAssignmentOperation when operation is IAssignmentOperation assignment =>
            assignment.Target switch
            {
                IPropertyReferenceOperation { Property.IsIndexer: true, Instance: IMemberReferenceOperation collection } => (collection, assignment.Value),
                IArrayElementReferenceOperation { ArrayReference: IMemberReferenceOperation array } => (array, assignment.Value),
                IFieldReferenceOperation or IPropertyReferenceOperation => ((IMemberReferenceOperation)assignment.Target, assignment.Value),
                _ => null,
            },
        IInvocationOperation { Instance: IMemberReferenceOperation collection, Arguments: [.., var last] } call when Collections.Takes(call) =>
            (collection, last.Value),
        _ => null,
    };

    private static string Describe(ISymbol member) => member switch
    {
        IEventSymbol => $"an event handler of '{member.Name}'",
        IFieldSymbol => $"field '{member.Name}'",
        _ => $"property '{member.Name}'",
    };
}
