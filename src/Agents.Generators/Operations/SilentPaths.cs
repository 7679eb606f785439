using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>
/// Follows the paths through a node on which nothing has been emitted. Any use of an edge may be an emit, and a loop that
/// emits counts as if it ran at least once. Statements are followed rather than the compiler's graph of basic blocks: that
/// one no longer knows where a <c>return</c> without a value stands.
/// </summary>
internal sealed class SilentPaths
{
    private readonly NodeSignature node;
    private readonly NodeBody body;
    private readonly HashSet<ISymbol> edges;
    private readonly HashSet<ISymbol> labels = new(SymbolEqualityComparer.Default);
    private readonly List<Location> ends = [];
    private bool givesResult;

    private SilentPaths(NodeSignature node, NodeBody body)
    {
        (this.node, this.body) = (node, body);
        edges = new(node.Edges, SymbolEqualityComparer.Default);
    }

    /// <summary>Where such paths end. None for a node that never emits and never gives a result: it has no other paths.</summary>
    public static IReadOnlyList<Location> Find(NodeSignature node, NodeBody body)
    {
        if (body.Block.Descendants().Any(static operation => operation is ILabeledOperation or IInvalidOperation))
            return [];
        var paths = new SilentPaths(node, body);
        if (paths.Follow(body.Block, silent: true) && body.Block.Syntax is BlockSyntax block)
            paths.ends.Add(block.CloseBraceToken.GetLocation());
        return paths.givesResult || paths.Emits(body.Block) ? paths.ends : [];
    }

    /// <summary>Whether a path goes on after the statement on which nothing has been emitted.</summary>
    private bool Follow(IOperation? statement, bool silent) => statement switch
    {
        null or ILocalFunctionOperation or IEmptyOperation => silent,
        IBlockOperation block => Follow(block.Operations, silent),
        IConditionalOperation choice => Follow(choice, Choose(choice.Condition, silent)),
        ILoopOperation loop => !Emits(loop) && Follow(loop, silent),
        ISwitchOperation choice => Follow(choice, silent && !Emits(choice.Value) && !ClausesOf(choice).Any(Emits)),
        ITryOperation attempt => !(attempt.Finally is { } last && Emits(last)) && Follow(attempt, silent),
        IUsingOperation use => Follow(use.Body, silent && !Emits(use.Resources)),
        ILockOperation use => Follow(use.Body, silent && !Emits(use.LockedValue)),
        IReturnOperation { IsImplicit: true, ReturnedValue: null } => silent,
        IReturnOperation end => End(end, silent),
        IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } => false,
        IBranchOperation branch => Leave(branch, silent),
        _ => silent && !Emits(statement) && !NeverReturns(statement),
    };

    private bool Follow(IEnumerable<IOperation> statements, bool silent)
    {
        foreach (var statement in statements)
            silent = Follow(statement, silent);
        return silent;
    }

    /// <summary>Both branches have to be followed, so neither short-circuits.</summary>
    private bool Follow(IConditionalOperation choice, (bool True, bool False) silent) =>
        Follow(choice.WhenTrue, silent.True) | Follow(choice.WhenFalse, silent.False);

    private bool Follow(ILoopOperation loop, bool silent)
    {
        if (loop is IWhileLoopOperation { ConditionIsTop: false } repeat)
        {
            var repeats = Follow(loop.Body, silent) | labels.Contains(loop.ContinueLabel);
            return Choose(repeat.Condition, repeats).False || labels.Contains(loop.ExitLabel);
        }

        var choice = loop switch
        {
            IWhileLoopOperation { Condition: { } condition } => Choose(condition, silent),
            IForLoopOperation { Condition: { } condition } => Choose(condition, silent),
            IForEachLoopOperation => (True: silent, False: silent),
            _ => (True: silent, False: false),
        };
        Follow(loop.Body, choice.True);
        return choice.False || labels.Contains(loop.ExitLabel);
    }

    private bool Follow(ISwitchOperation choice, bool silent)
    {
        foreach (var section in choice.Cases)
            Follow(section.Body, silent);
        // Of an enum, and of an abstract class with the records nested in it, the cases may be all there are.
        var mayCoverAll = choice.Value.Type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_Boolean } or
            { TypeKind: TypeKind.Class, IsAbstract: true } || ClausesOf(choice).Any(TakesAll);
        return (silent && !mayCoverAll) || labels.Contains(choice.ExitLabel);
    }

    private bool Follow(ITryOperation attempt, bool silent)
    {
        var goesOn = Follow(attempt.Body, silent);
        foreach (var handler in attempt.Catches)
        {
            // Who catches a cancellation has been canceled.
            var caught = silent && !IsCancellation(handler.ExceptionType) && (handler.Filter is not { } filter || Choose(filter, silent).True);
            goesOn |= Follow(handler.Handler, caught);
        }

        return goesOn;
    }

    /// <summary>Where nothing has been emitted: if a condition holds, and if not. Nothing is expected of a canceled attempt.</summary>
    private (bool True, bool False) Choose(IOperation? condition, bool silent)
    {
        switch (condition)
        {
            case { ConstantValue: { HasValue: true, Value: bool value } }:
                return (silent && value, silent && !value);
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                var (isTrue, isFalse) = Choose(not.Operand, silent);
                return (isFalse, isTrue);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both:
                var left = Choose(both.LeftOperand, silent);
                var right = Choose(both.RightOperand, left.True);
                return (right.True, left.False | right.False);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either:
                left = Choose(either.LeftOperand, silent);
                right = Choose(either.RightOperand, left.False);
                return (left.True | right.True, right.False);
            case IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested", ContainingType: var type } }
                when KnownTypes.IsCancellationToken(type):
                return (false, silent);
            default:
                silent = silent && !(condition is not null && Emits(condition));
                return (silent, silent);
        }
    }

    private bool Leave(IBranchOperation branch, bool silent)
    {
        if (silent)
            labels.Add(branch.Target);
        return false;
    }

    private bool End(IReturnOperation end, bool silent)
    {
        silent = silent && !(end.ReturnedValue is { } value && Emits(value));
        if (node.Result is null)
        {
            if (silent)
                ends.Add(end.Syntax.GetLocation());
            return false;
        }

        var nulls = NullResult.In(end.ReturnedValue).ToArray();
        var isNull = nulls is [var only] && only == end.ReturnedValue;
        givesResult |= !isNull;
        if (silent)
            ends.AddRange(nulls.Select(nothing => (isNull ? end.Syntax : nothing.Syntax).GetLocation()));
        return false;
    }

    private bool Emits(IOperation operation) => edges.Count > 0 &&
        body.Reach(operation).Any(reached => reached is IParameterReferenceOperation use && edges.Contains(use.Parameter));

    private static IEnumerable<ICaseClauseOperation> ClausesOf(ISwitchOperation choice) =>
        choice.Cases.SelectMany(static section => section.Clauses);

    private static bool TakesAll(ICaseClauseOperation clause) => clause is IDefaultCaseClauseOperation or
        IPatternCaseClauseOperation { Guard: null, Pattern: IDiscardPatternOperation or IDeclarationPatternOperation { MatchesNull: true } };

    private static bool NeverReturns(IOperation statement) =>
        statement is IExpressionStatementOperation { Operation: IInvocationOperation call } &&
        AttributeReader.Has(call.TargetMethod, KnownTypes.IsDoesNotReturnAttribute);

    private static bool IsCancellation(ITypeSymbol? type) => TypeRules.DerivesFrom(type, KnownTypes.IsCanceledException);
}
