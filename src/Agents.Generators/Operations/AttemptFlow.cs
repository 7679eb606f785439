using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ArgumentKind = Agents.Generators.Models.ArgumentKind;

namespace Agents.Generators.Operations;

/// <summary>Knows where the writer, the edges and the human inputs of a node get to within its body, and what is not the node's own.</summary>
internal sealed class AttemptFlow
{
    private readonly NodeSignature node;
    private readonly NodeBody body;
    private readonly HashSet<ISymbol> attempt;
    private readonly ILookup<ISymbol, IOperation> values;

    public AttemptFlow(NodeSignature node, NodeBody body)
    {
        (this.node, this.body) = (node, body);
        attempt = new(node.Edges.Concat(node.Of(ArgumentKind.Writer)).Concat(node.HumanInputs), SymbolEqualityComparer.Default);
        values = body.Block.Descendants().Select(ValueOf).Where(static pair => pair.Local is not null)
            .ToLookup(static pair => pair.Local!, static pair => pair.Value!, SymbolEqualityComparer.Default);
    }

    /// <summary>The writer, edge or human input that a value is, or holds as a lambda does; and where that is seen.</summary>
    public (IParameterSymbol Parameter, IOperation Place)? Find(IOperation value) => Find(value, new(SymbolEqualityComparer.Default));

    /// <summary>Whether something outlives the attempt: it is static, the module's, or of an object that the node was given.</summary>
    public bool IsOutside(IMemberReferenceOperation member) =>
        !KnownTypes.IsAsyncLocal(member.Member.ContainingType) &&
        (member.Instance is null || IsOutside(member.Instance, new(SymbolEqualityComparer.Default)));

    /// <summary>Whether the node also takes back what it gave: removes the handler, clears the field, takes it out of the collection.</summary>
    public bool IsTakenBack(IMemberReferenceOperation keeper) => body.Block.Descendants().Any(operation => operation switch
    {
        IEventAssignmentOperation { Adds: false, EventReference: IEventReferenceOperation @event } => IsSame(@event, keeper),
        IAssignmentOperation { Value: var value } assignment => IsSame(assignment.Target, keeper) && NullResult.In(value).Contains(value),
        IInvocationOperation { Instance: IMemberReferenceOperation called } call => IsSame(called, keeper) && Collections.GivesUp(call),
        IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } access => IsSame(access.Operation, keeper) && Collections.GivesUp(call),
        _ => false,
    });

    private (IParameterSymbol, IOperation)? Find(IOperation value, HashSet<ISymbol> seen) => value switch
    {
        IParameterReferenceOperation use => attempt.Contains(use.Parameter) ? (use.Parameter, use) : null,
        ILocalReferenceOperation local => seen.Add(local.Local) ? At(local, FindAny(values[local.Local], seen)) : null,
        IAnonymousFunctionOperation or IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } => FindIn(value),
        IMethodReferenceOperation { Instance: { } instance } => Find(instance, seen),
        IConversionOperation or IDelegateCreationOperation or IConditionalOperation or ICoalesceOperation or ISwitchExpressionOperation or
            ISwitchExpressionArmOperation or ITupleOperation or IArrayCreationOperation or IArrayInitializerOperation or
            ICollectionExpressionOperation or IArgumentOperation => FindAny(value.ChildOperations, seen),
        IObjectCreationOperation or IInvocationOperation when KnownTypes.IsTimer(value.Type) => FindAny(value.ChildOperations, seen),
        _ => null,
    };

    private (IParameterSymbol, IOperation)? FindAny(IEnumerable<IOperation> candidates, HashSet<ISymbol> seen) =>
        candidates.Select(candidate => Find(candidate, seen)).FirstOrDefault(static found => found is not null);

    /// <summary>What a lambda or a local function uses; seen in the lambda, else where the function is named.</summary>
    private (IParameterSymbol, IOperation)? FindIn(IOperation function) =>
        body.Reach(function).OfType<IParameterReferenceOperation>().FirstOrDefault(use => attempt.Contains(use.Parameter)) is not { } found ? null
        : function.Syntax.Span.Contains(found.Syntax.Span) ? (found.Parameter, found)
        : (found.Parameter, function);

    private static (IParameterSymbol, IOperation)? At(IOperation place, (IParameterSymbol Parameter, IOperation)? found) =>
        found is var (parameter, _) ? (parameter, place) : null;

    private bool IsOutside(IOperation instance, HashSet<ISymbol> seen) => instance switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => true,
        IFieldReferenceOperation or IPropertyReferenceOperation =>
            ((IMemberReferenceOperation)instance).Instance is not { } inner || IsOutside(inner, seen),
        // Of a service, only its own scope may know it. A parameter of another method is the constructor's.
        IParameterReferenceOperation use => node.Parameters.Any(parameter =>
                SymbolEqualityComparer.Default.Equals(parameter.Symbol, use.Parameter) && parameter.Kind is ArgumentKind.Input) ||
            use.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor },
        ILocalReferenceOperation local => seen.Add(local.Local) && values[local.Local].Any() &&
            values[local.Local].All(value => IsOutside(value, seen)),
        IConversionOperation conversion => IsOutside(conversion.Operand, seen),
        _ => false,
    };

    private static bool IsSame(IOperation operation, IMemberReferenceOperation keeper) =>
        operation is IMemberReferenceOperation member && SymbolEqualityComparer.Default.Equals(member.Member, keeper.Member);

    private static (ISymbol? Local, IOperation? Value) ValueOf(IOperation operation) => operation switch
    {
        IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initializer => (declarator.Symbol, initializer.Value),
        IAssignmentOperation { Target: ILocalReferenceOperation local } assignment => (local.Local, assignment.Value),
        _ => default,
    };
}
