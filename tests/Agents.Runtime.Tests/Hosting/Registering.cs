using System.Text.Json;
using Agents.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Agents.Runtime.Tests.Hosting;

/// <summary>Registration, options, and agents by name.</summary>
public sealed class Registering
{
    [Fact]
    public async Task Agents_are_found_by_name_and_started_from_JSON()
    {
        await using var host = TestHost.Create();
        var registry = host.Get<AgentRegistry>();
        Assert.True(registry.TryGet("FORMS", out var forms));
        Assert.Equal(("forms", "1"), (forms.Name, forms.Version));
        Assert.Contains(registry.Agents, static agent => agent.Name == "Solo");
        Assert.False(registry.TryGet("nobody", out _));

        Assert.Equal("Ada 3 a+b False", await Start("""{"name":"Ada","count":3,"tags":["a","b"],"urgent":false}"""));
        Assert.Equal("Ada 3 none True", await Start("""{"name":"Ada","count":3}"""));
        Assert.Equal("Ada 3 none True", await Start("""{"name":"Ada","count":3,"tags":null,"unknown":1}"""));

        async Task<string> Start(string json)
        {
            var run = Assert.IsType<FormsRun>(await forms.StartAsync(JsonElement.Parse(json)));
            Assert.Equal(run.Id, (await forms.GetRunAsync(run.Id))!.Id);
            return await run.GetResultAsync().Soon();
        }
    }

    [Theory]
    [InlineData("""{"name":"Ada"}""", "count")]
    [InlineData("""{"count":1}""", "name")]
    [InlineData("""{"name":null,"count":1}""", "name")]
    [InlineData("""{"name":"Ada","count":null}""", "count")]
    [InlineData("""{"name":"Ada","count":"many"}""", "count")]
    [InlineData("""{"name":["Ada"],"count":1}""", "name")]
    [InlineData("""[1,2]""", "name")]
    [InlineData("null", "name")]
    public async Task Bad_JSON_is_refused_by_the_inputs_name(string json, string input)
    {
        await using var host = TestHost.Create();
        Assert.True(host.Get<AgentRegistry>().TryGet("forms", out var forms));
        var exception = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await forms.StartAsync(JsonElement.Parse(json)));
        Assert.Equal(input, exception.ParamName);
        Assert.Empty(await host.Get<FormsClient>().ListRunsAsync().ToListSoon());
    }

    [Fact]
    public async Task The_descriptor_starts_with_options_and_knows_its_own_runs_only()
    {
        await using var host = TestHost.Create();
        var registry = host.Get<AgentRegistry>();
        Assert.True(registry.TryGet("solo", out var solo));
        Assert.True(registry.TryGet("tree", out var tree));
        var run = await solo.StartAsync(JsonElement.Parse("""{"input":"x"}"""), new RunOptions { Key = "k" });
        Assert.Equal(RunId.FromKey("k"), run.Id);
        Assert.Null(await tree.GetRunAsync(run.Id));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await solo.StartAsync(JsonElement.Parse("""{"input":"x"}"""), null, new CancellationToken(canceled: true)));
        Assert.Equal(["Work"], solo.Graph.Nodes.Select(static node => node.Name));
    }

    [Fact]
    public void Adding_an_agent_twice_does_nothing()
    {
        var services = new ServiceCollection();
        services.AddAgents().AddForms().AddForms();
        services.AddAgents().AddForms();
        using var provider = services.BuildServiceProvider();
        Assert.Single(provider.GetRequiredService<AgentRegistry>().Agents);
        Assert.Single(provider.GetServices<FormsClient>());
        Assert.Single(provider.GetServices<IHostedService>());
    }

    [Fact]
    public void Two_agents_of_one_name_are_refused_naming_both()
    {
        var builder = new ServiceCollection().AddAgents().AddForms();
        var exception = Assert.Throws<InvalidOperationException>(() => builder.AddModule<Impostor, Impostor>(
            new AgentDefinition<Impostor, ValueTuple, NoResult>("FORMS") { Nodes = [], CreateRun = static _ => null! },
            static _ => new Impostor()));
        Assert.Contains(typeof(Impostor).ToString(), exception.Message, StringComparison.Ordinal);
        Assert.Contains(typeof(Forms).ToString(), exception.Message, StringComparison.Ordinal);
    }

    private sealed class Impostor;

    [Fact]
    public void A_client_of_an_agent_that_is_not_registered_says_what_to_call()
    {
        using var provider = new ServiceCollection().AddAgents().Services.BuildServiceProvider();
        var exception = Assert.Throws<InvalidOperationException>(() => new FormsClient(provider.GetRequiredService<IAgentRuntime>()));
        Assert.Contains("AddForms()", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Action<AgentsOptions>, string> BadOptions => new()
    {
        { static options => options.MaxConcurrency = 0, "MaxConcurrency" },
        { static options => options.AttemptTimeout = TimeSpan.Zero, "AttemptTimeout" },
        { static options => options.GraceTime = TimeSpan.FromTicks(-1), "GraceTime" },
        { static options => options.DisposeTimeout = TimeSpan.FromTicks(-1), "DisposeTimeout" },
        { static options => options.DisposeTimeout = TimeSpan.MaxValue, "DisposeTimeout" },
        { static options => options.Retry.MaxAttempts = 0, "Retry.MaxAttempts" },
        { static options => options.Retry.BaseDelay = TimeSpan.FromTicks(-1), "Retry.BaseDelay" },
        { static options => options.Retry.MaxDelay = TimeSpan.FromTicks(-1), "Retry.MaxDelay" },
        { static options => options.Retry.Jitter = 1.1, "Retry.Jitter" },
        { static options => options.Retry.Jitter = double.NaN, "Retry.Jitter" },
        { static options => options.Limits.ChunksPerInvocation = 0, "Limits.ChunksPerInvocation" },
        { static options => options.Limits.InvocationsPerRun = 0, "Limits.InvocationsPerRun" },
        { static options => options.Limits.EmitsPerInvocation = 0, "Limits.EmitsPerInvocation" },
        { static options => options.Limits.OpenQuestionsPerRun = 0, "Limits.OpenQuestionsPerRun" },
        { static options => options.Limits.ChildDepth = -1, "Limits.ChildDepth" },
        { static options => options.Retention.MaxFinishedRuns = -1, "Retention.MaxFinishedRuns" },
        { static options => options.Retention.MaxAge = TimeSpan.Zero, "Retention.MaxAge" },
        { static options => options.Limits.PayloadBytes = 0, "Limits.PayloadBytes" },
        { static options => options.Limits.RunBytes = 0, "Limits.RunBytes" },
        { static options => options.Journal.MaxUnstoredBytes = 0, "Journal.MaxUnstoredBytes" },
        { static options => options.Journal.MaxUnstoredBytesOfHost = 0, "Journal.MaxUnstoredBytesOfHost" },
        { static options => options.Journal.RetryDelay = TimeSpan.Zero, "Journal.RetryDelay" },
        { static options => options.Journal.MaxRetryDelay = TimeSpan.FromTicks(1), "Journal.MaxRetryDelay" },
        { static options => options.Journal.PruneInterval = TimeSpan.Zero, "Journal.PruneInterval" },
        { static options => options.Journal.MaxFinishedRuns = -1, "Journal.MaxFinishedRuns" },
        { static options => options.Journal.MaxAge = TimeSpan.Zero, "Journal.MaxAge" },
    };

    [Theory]
    [MemberData(nameof(BadOptions), DisableDiscoveryEnumeration = true)]
    public async Task Options_that_cannot_be_meant_are_refused_by_name(Action<AgentsOptions> set, string name)
    {
        ArgumentNullException.ThrowIfNull(set);
        await using var host = TestHost.Create(set);
        var exception = Assert.Throws<OptionsValidationException>(() => host.SoloClient);
        Assert.Contains($"AgentsOptions.{name} is ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_at_their_ends_are_taken()
    {
        await using var host = TestHost.Create(static options =>
        {
            options.MaxConcurrency = 1;
            options.AttemptTimeout = TimeSpan.MaxValue;
            options.GraceTime = TimeSpan.MaxValue;
            options.Retry.MaxAttempts = 1;
            options.Retry.BaseDelay = TimeSpan.MaxValue;
            options.Retry.Jitter = 1;
            options.Retention.MaxAge = TimeSpan.MaxValue;
        });
        Assert.Equal("done", await host.SoloClient.InvokeAsync("x", new RunOptions { Timeout = TimeSpan.MaxValue, AttemptTimeout = TimeSpan.FromDays(1000) }).Soon());
        host.Solo.Work = static call => call.Attempt == 1 ? throw new IOException("x") : Task.FromResult<string?>("again");
        var again = await host.SoloClient.StartAsync("x", new RunOptions { MaxAttempts = 2 });
        await host.Time.TimerAsync(static due => due <= TimeSpan.FromSeconds(30));
        host.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("again", await again.GetResultAsync().Soon());
    }
}
