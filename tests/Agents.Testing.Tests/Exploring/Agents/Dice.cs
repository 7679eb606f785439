namespace Agents.Testing.Tests;

/// <summary>
/// All chance in the nodes of a scenario. Only so many failures are dealt out as the attempts of an invocation can take, whoever
/// gets them: without other trouble all runs complete.
/// </summary>
internal sealed class Dice(int seed)
{
    /// <summary>How many attempts the nodes of the scenarios have.</summary>
    public const int Attempts = 8;

    private readonly Random random = new(seed);

    /// <summary>How many failures are left to be dealt out.</summary>
    public int Failures { get; set; } = Attempts - 1;

    public int Next(int limit) => random.Next(limit);

    public bool Hits(double probability) => random.NextDouble() < probability;

    /// <summary>Takes a little time or none, then fails or not.</summary>
    public async Task PassAsync(NodeContext context, CancellationToken cancellationToken, double failing = 0.1)
    {
        if (Hits(0.5))
            await Task.Delay(TimeSpan.FromMilliseconds(Next(20)), context.TimeProvider, cancellationToken);
        else if (Hits(0.5))
            await Task.Yield();
        if (Fails(failing))
            throw new InvalidOperationException("The dice let this attempt fail.");
    }

    public bool Fails(double probability)
    {
        if (Failures == 0 || !Hits(probability))
            return false;
        Failures--;
        return true;
    }
}
