namespace Agents.Soak;

/// <summary>Fails as often as it is told to.</summary>
[AgentModule]
internal sealed partial class Stumbler
{
    public const int MaxAttempts = 4;

    [Node(MaxAttempts = MaxAttempts)]
    public async Task<int> Walk(Walk walk, ChunkWriter<Word> steps, NodeContext context, CancellationToken cancellationToken)
    {
        for (var step = 0; step < walk.Steps; step++)
            await steps.WriteAsync(new Word((context.Attempt * walk.Steps) + step), cancellationToken);
        if (context.Attempt > walk.Falls)
            return context.Attempt;
        throw walk.ForGood ? new NonRetryableException("For good.") : new InvalidOperationException($"Fall {context.Attempt}.");
    }
}

/// <summary>What <see cref="Stumbler"/> does.</summary>
/// <param name="Steps">How many chunks each attempt streams.</param>
/// <param name="Falls">How many attempts fail.</param>
/// <param name="ForGood">Whether the first failure is the last.</param>
internal sealed record Walk(int Steps, int Falls, bool ForGood);
