namespace Agents.Testing.Tests;

/// <summary>All scenarios at once in one host: their runs share its slots, its trouble and its end.</summary>
internal static class EverythingScenario
{
    public static Task PlayAsync(AgentTestHost host) => Task.WhenAll(
        NestScenario.PlayAsync(host), FoldScenario.PlayAsync(host), FamilyScenario.PlayAsync(host), PanelScenario.PlayAsync(host));
}
