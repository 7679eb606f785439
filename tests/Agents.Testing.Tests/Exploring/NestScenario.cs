namespace Agents.Testing.Tests;

/// <summary>Nested scopes, loops in them, early finish by either policy.</summary>
internal static class NestScenario
{
    public static readonly string[] Nodes = ["Plant", "Grow", "Bud", "Sprout", "Shoot", "Picked", "Take", "Harvest"];

    public static Task PlayAsync(AgentTestHost host) => PlayAsync(host, new Trouble(host, Nodes));

    public static async Task PlayAsync(AgentTestHost host, Trouble trouble)
    {
        var dice = host.Get<Dice>();
        var plan = NestPlan.Make(new Random(host.Options.Seed));
        var run = await host.Get<NestClient>().StartAsync(plan, trouble.Options);
        await Task.WhenAll(
            trouble.ExpectAsync(run, NestPlan.Execute(plan)), trouble.StrikeAsync(run), Onlookers.WatchAsync(run, run.Grow, dice));
    }
}
