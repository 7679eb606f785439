using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime.Tests;

/// <summary>
/// A host of all test agents in virtual time. What their nodes do, each test writes into the scripts. Retries come at once
/// unless a test says otherwise.
/// </summary>
internal sealed class TestHost : IAsyncDisposable
{
    private TestHost(Action<AgentsOptions>? options, Action<IServiceCollection>? services)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddSingleton(Solo);
        collection.AddSingleton(Tree);
        collection.AddSingleton(Script);
        collection.AddSingleton(Family);
        services?.Invoke(collection);
        collection.AddAgents(defaults =>
        {
            defaults.Retry.BaseDelay = TimeSpan.Zero;
            defaults.DisposeTimeout = TimeSpan.Zero;
        }).AddAgentsRuntimeTestsAgents();
        if (options is not null)
            collection.AddAgents(options);
        Provider = collection.BuildServiceProvider();
    }

    public VirtualTime Time { get; } = new();

    public SoloScript Solo { get; } = new();

    public TreeScript Tree { get; } = new();

    public AnyScript Script { get; } = new();

    public FamilyScript Family { get; } = new();

    public ServiceProvider Provider { get; }

    public SoloClient SoloClient => Get<SoloClient>();

    public ParentClient ParentClient => Get<ParentClient>();

    public ChildClient ChildClient => Get<ChildClient>();

    public TreeClient TreeClient => Get<TreeClient>();

    public static TestHost Create(Action<AgentsOptions>? options = null, Action<IServiceCollection>? services = null) =>
        new(options, services);

    public T Get<T>()
        where T : notnull => Provider.GetRequiredService<T>();

    /// <summary>Starts a run of <see cref="Runtime.Tests.Solo"/> whose node does this.</summary>
    public async Task<SoloRun> StartSolo(Func<SoloCall, Task<string?>> work, RunOptions? options = null)
    {
        Solo.Work = work;
        return await SoloClient.StartAsync("input", options);
    }

    public ValueTask DisposeAsync() => Provider.DisposeAsync();
}
