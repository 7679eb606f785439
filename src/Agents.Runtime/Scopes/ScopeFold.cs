using System.Runtime.CompilerServices;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>The fold of a scope's items, as far as they are there. The items are read under the run's lock, and folded off it.</summary>
internal sealed class ScopeFold<TInput>(Run run, int start, FoldDefinition<TInput> definition)
{
    private readonly ScopeItems items = run.GetItems(start);
    private readonly Fold<TInput> fold = definition.Begin();

    /// <summary>How many items were added, one that could not be included.</summary>
    public int Count { get; private set; }

    public bool IsFinished => definition.MayFinishEarly && fold.IsFinished;

    /// <summary>Adds the items that are there, up to a number in all, or until the fold is finished.</summary>
    public void Advance(int upTo = int.MaxValue)
    {
        var buffer = default(Buffer);
        while (!IsFinished && Count < upTo)
        {
            Span<IEmission> free = buffer;
            var read = run.ReadItems(items, free[..Math.Min(free.Length, upTo - Count)]);
            if (read == 0)
                return;
            for (var index = 0; index < read && !IsFinished; index++)
            {
                Count++;
                fold.Add(free[index]);
            }
        }
    }

    public TInput Finish(object? startValue) => fold.Finish(startValue);

    [InlineArray(64)]
    private struct Buffer
    {
        private IEmission first;
    }
}
