namespace Agents.Testing.Tests;

/// <summary>Several scenarios at once in one host: their runs share its slots, its trouble and its end.</summary>
internal static class EverythingScenario
{
    public static Task PlayAsync(AgentTestHost host)
    {
        var trouble = new Trouble(host, [.. NestScenario.Nodes, .. FoldScenario.Nodes, .. FamilyScenario.Nodes, .. PanelScenario.Nodes]);
        return Task.WhenAll(
            NestScenario.PlayAsync(host, trouble),
            FoldScenario.PlayAsync(host, trouble),
            FamilyScenario.PlayAsync(host, trouble),
            PanelScenario.PlayAsync(host, trouble));
    }
}
