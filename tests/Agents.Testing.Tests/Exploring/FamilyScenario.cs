namespace Agents.Testing.Tests;

/// <summary>Runs that start runs of their own agent; some fail and are started anew, all end with what started them.</summary>
internal static class FamilyScenario
{
    public static readonly string[] Nodes = ["Visit"];

    public static Task PlayAsync(AgentTestHost host) => PlayAsync(host, new Trouble(host, Nodes));

    public static async Task PlayAsync(AgentTestHost host, Trouble trouble)
    {
        var dice = host.Get<Dice>();
        var root = Person.Make(new Random(host.Options.Seed));
        var run = await host.Get<FamilyClient>().StartAsync(root, trouble.Options);
        await Task.WhenAll(
            trouble.ExpectAsync(run, root.Count()), trouble.StrikeAsync(run), Onlookers.WatchAsync(run, run.Visit, dice));
    }
}
