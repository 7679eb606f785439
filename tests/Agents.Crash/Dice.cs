using Agents.Crash;

// In the namespace of the agents, in the place of the dice of their virtual world.
namespace Agents.Testing.Tests;

/// <summary>All chance in the nodes. It tells who executes.</summary>
internal sealed class Dice(int seed)
{
    public const int Attempts = 8;

    private readonly Lock sync = new();
    private readonly Random random = new(seed);

    /// <summary>How many failures this process deals out. Few: those of all processes add up for an invocation that is long under way.</summary>
    private int failures = 2;

    public bool Hits(double probability)
    {
        lock (sync)
            return random.NextDouble() < probability;
    }

    /// <summary>Takes a little time or none, then fails or not.</summary>
    public async Task PassAsync(NodeContext context, CancellationToken cancellationToken, double failing = 0.05)
    {
        Protocol.Say($"{Protocol.Executing} {context.InvocationId} {context.Attempt}");
        if (Hits(0.6))
            await Task.Delay(Next(15), cancellationToken);
        else if (Hits(0.5))
            await Task.Yield();
        if (Fails(failing))
            throw new InvalidOperationException("The dice let this attempt fail.");
    }

    public bool Fails(double probability)
    {
        lock (sync)
        {
            if (failures == 0 || random.NextDouble() >= probability)
                return false;
            failures--;
            return true;
        }
    }

    private int Next(int limit)
    {
        lock (sync)
            return random.Next(limit);
    }
}
