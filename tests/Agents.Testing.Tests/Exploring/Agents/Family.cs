namespace Agents.Testing.Tests;

/// <summary>A run and those below it.</summary>
internal sealed record Person(string Name, bool HasKeyedChildren, IReadOnlyList<Person> Children)
{
    public static Person Make(Random random, string name = "a", int depth = 0) => new(
        name,
        random.Next(2) == 0,
        [.. Enumerable.Range(0, depth == 3 ? 0 : random.Next(4 - depth)).Select(index => Make(random, $"{name}{index}", depth + 1))]);

    public int Count() => 1 + Children.Sum(static child => child.Count());
}

/// <summary>Runs that start each other: in parallel, with keys and without, failing and started anew.</summary>
[AgentModule(MaxAttempts = Dice.Attempts)]
internal sealed partial class Family(FamilyClient client, Dice dice)
{
    [Node]
    public async Task<int> Visit(Person person, ChunkWriter<string> chunks, NodeContext context, CancellationToken cancellationToken)
    {
        await chunks.WriteAsync(person.Name, cancellationToken);
        await dice.PassAsync(context, cancellationToken);
        // The run fails by that, and whoever started it starts another in its place.
        if (person.Name.Length > 1 && dice.Fails(0.2))
            throw new NonRetryableException($"{person.Name} is not at home.");
        var visits = new List<Task<int>>();
        foreach (var child in person.Children)
        {
            var options = person.HasKeyedChildren ? new RunOptions { Key = child.Name } : null;
            visits.Add(FollowAsync(await client.StartAsync(child, options, cancellationToken), cancellationToken));
        }

        try
        {
            await dice.PassAsync(context, cancellationToken);
        }
        finally
        {
            await Task.WhenAll(visits);
        }

        await chunks.WriteAsync($"/{person.Name}", cancellationToken);
        return 1 + visits.Sum(static visit => visit.Result);
    }

    private async Task<int> FollowAsync(FamilyRun run, CancellationToken cancellationToken)
    {
        if (dice.Hits(0.3))
        {
            await foreach (var chunk in run.Visit.StreamAsync().WithCancellation(cancellationToken))
                Assert.NotEmpty(chunk);
        }

        return await run.GetResultAsync(cancellationToken);
    }
}
