namespace Agents.Testing.Tests;

/// <summary>Folds of all sorts.</summary>
internal static class FoldScenario
{
    public static readonly string[] Nodes = ["Begin", "OpenRace", "RaceOf", "AndOf", "First", "Report"];

    public static Task PlayAsync(AgentTestHost host) => PlayAsync(host, new Trouble(host, Nodes));

    public static async Task PlayAsync(AgentTestHost host, Trouble trouble)
    {
        var dice = host.Get<Dice>();
        int[] numbers = [.. Enumerable.Range(0, dice.Next(7)).Select(_ => 1 + dice.Next(9))];
        var run = await host.Get<FoldsClient>().StartAsync(numbers, trouble.Options);
        await Task.WhenAll(
            trouble.ExpectAsync(run, Folds.Execute(numbers)), trouble.StrikeAsync(run), Onlookers.ReadTreeAsync(run, dice));
    }
}
