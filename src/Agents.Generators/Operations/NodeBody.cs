using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Operations;

/// <summary>The body of a node, with its lambdas and local functions.</summary>
internal sealed class NodeBody
{
    private readonly Dictionary<ISymbol, ILocalFunctionOperation> functions = new(SymbolEqualityComparer.Default);

    private NodeBody(IBlockOperation block)
    {
        Block = block;
        foreach (var function in block.Descendants().OfType<ILocalFunctionOperation>())
            functions[function.Symbol] = function;
    }

    /// <summary>The statements; of an expression body, the only one.</summary>
    public IBlockOperation Block { get; }

    /// <summary>Whether the body does nothing but throw: somebody is going to write it.</summary>
    public bool OnlyThrows => Block.Operations is
        [IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }] or
        [IReturnOperation { ReturnedValue: IThrowOperation or IConversionOperation { Operand: IThrowOperation } }];

    /// <summary>Finds the body among the operations of a method; null if it has none.</summary>
    public static NodeBody? Of(ImmutableArray<IOperation> blocks) =>
        blocks.OfType<IBlockOperation>().FirstOrDefault() is { } block ? new NodeBody(block) : null;

    /// <summary>All that an operation may run or hold: what is in it, and in the local functions that it names.</summary>
    public IEnumerable<IOperation> Reach(IOperation operation)
    {
        var entered = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<IOperation>([operation]);
        while (open.Count > 0)
        {
            foreach (var reached in open.Pop().DescendantsAndSelf())
            {
                yield return reached;
                var named = reached switch
                {
                    IInvocationOperation call => call.TargetMethod,
                    IMethodReferenceOperation reference => reference.Method,
                    _ => null,
                };
                if (named is { MethodKind: MethodKind.LocalFunction } && functions.TryGetValue(named.OriginalDefinition, out var function) &&
                    entered.Add(function.Symbol))
                {
                    open.Push(function);
                }
            }
        }
    }
}
