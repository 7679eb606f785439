namespace Agents.Testing.Tests;

/// <summary>Forks of runs that go on and that have ended, of forks too, with changes and without; failed runs are retried.</summary>
internal static class ForkScenario
{
    public static async Task PlayAsync(AgentTestHost host)
    {
        var dice = host.Get<Dice>();
        var client = host.Get<NestClient>();
        var plan = NestPlan.Make(new Random(host.Options.Seed));
        var isToFail = dice.Hits(0.3);
        if (isToFail)
            host.Faults.FailAttempt(dice.Hits(0.5) ? "Harvest" : "Bunched", 1, new NonRetryableException("The test lets it fail."));
        var runs = new List<(NestRun Run, Twig Plan)> { (await client.StartAsync(plan), plan) };
        for (var forks = dice.Next(4); forks > 0; forks--)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(60)), host.Time);
            runs.Add(await ForkAsync(client, runs[dice.Next(runs.Count)], dice));
        }

        await Task.WhenAll(runs.Select(run => Onlookers.WatchAsync(run.Run, run.Run.Grow, dice)));
        host.Faults.Clear();
        foreach (var (run, of) in runs)
        {
            if ((await run.GetInfoAsync()).Status is not RunStatus.Completed)
            {
                Assert.True(isToFail);
                var retried = await client.RetryAsync(run.Id);
                Assert.Equal(NestPlan.Execute(of), await retried.GetResultAsync());
                Assert.Equal(RunStatus.Failed, (await run.GetInfoAsync()).Status);
            }
            else
            {
                Assert.Equal(NestPlan.Execute(of), await run.GetResultAsync());
            }
        }
    }

    /// <summary>Forks a run, with other twigs in places that it has come to.</summary>
    private static async Task<(NestRun Run, Twig Plan)> ForkAsync(NestClient client, (NestRun Run, Twig Plan) source, Dice dice)
    {
        var grown = await ReadGrownAsync(source.Run);
        var plan = source.Plan;
        var changed = new List<(InvocationId Invocation, Twig Twig)>();
        for (var changes = grown.Count == 0 ? 0 : dice.Next(3); changes > 0; changes--)
        {
            var (invocation, old) = grown[dice.Next(grown.Count)];
            // What follows from one change is no place for another.
            if (changed.Exists(other => IsWithin(other.Twig, old) || IsWithin(old, other.Twig)))
                continue;
            var twig = NestPlan.Make(new Random(dice.Next(1000)), old.Name, depth: 2);
            plan = NestPlan.Replace(plan, twig);
            changed.Add((invocation, twig));
        }

        var fork = await client.ForkAsync(source.Run.Id, changes =>
        {
            foreach (var (invocation, twig) in changed)
                changes.Grow(invocation, twig);
        });
        return (fork, plan);
    }

    /// <summary>The invocations of Grow that are there by now, with their twigs.</summary>
    private static async Task<List<(InvocationId Invocation, Twig Twig)>> ReadGrownAsync(NestRun run)
    {
        var grown = new List<(InvocationId, Twig)>();
        var last = Cursor.GetPosition((await run.GetInfoAsync()).Cursor);
        await foreach (var logged in run.ReadEventsAsync())
        {
            if (logged is RunEvent.InvocationCompleted completed)
            {
                grown.AddRange(completed.Emitted
                    .Where(static emitted => emitted.Node == "Grow")
                    .Select(static emitted => (emitted.Invocation, (Twig)emitted.Inputs[0]!)));
            }

            if (logged.Position == last)
                break;
        }

        return grown;
    }

    private static bool IsWithin(Twig twig, Twig outer) => twig.Name.StartsWith(outer.Name, StringComparison.Ordinal);
}
