namespace Agents.Testing.Tests;

/// <summary>Results that are kept, used by runs at once and one after the other; budgets that suffice, and that do not.</summary>
internal static class ShelfScenario
{
    public static async Task PlayAsync(AgentTestHost host)
    {
        var dice = host.Get<Dice>();
        var trouble = new Trouble(host, "Open", "Fetch", "Close");
        var client = host.Get<ShelfClient>();
        await Task.WhenAll(PlayAsync(0), PlayAsync(dice.Next(100)));

        async Task PlayAsync(int delay)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(delay), host.Time);
            int[] keys = [.. Enumerable.Range(0, dice.Next(6)).Select(_ => dice.Next(Shelf.Rounds + (dice.Hits(0.1) ? 1 : 0)))];
            ShelfRun run;
            try
            {
                run = await client.StartAsync(keys, trouble.Options);
            }
            catch (InvalidOperationException) when (trouble.IsAny)
            {
                // The host has been stopped.
                return;
            }

            await Task.WhenAll(ExpectAsync(run, keys), trouble.StrikeAsync(run), Onlookers.WatchAsync(run, run.Fetch, dice));
        }

        async Task ExpectAsync(ShelfRun run, int[] keys)
        {
            if (IsWithin(keys))
            {
                var found = keys.SelectMany(static key => Enumerable.Range(0, key + 1).Select(less => key - less));
                await trouble.ExpectAsync(run, $"{keys.Length}: {string.Join(' ', found)}");
                return;
            }

            await Onlookers.EndOf(run.WaitForEndAsync());
            var info = await run.GetInfoAsync();
            Assert.NotEqual(RunStatus.Completed, info.Status);
            Assert.True(trouble.IsAny || info.Failure?.Code == FailureCodes.Budget, info.Failure?.Message);
        }
    }

    private static bool IsWithin(int[] keys) =>
        2 + keys.Sum(static key => key + 1) <= Shelf.Invocations && !keys.Contains(Shelf.Rounds);
}
