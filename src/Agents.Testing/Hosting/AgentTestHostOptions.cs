using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing;

/// <summary>How a test host is made. Immutable.</summary>
public sealed record AgentTestHostOptions
{
    /// <summary>Decides the order of all work in the host, and all chance: equal seeds give equal logs. 1 by default.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Registers what the agents under test need.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>Sets the options of the runtime. Finished runs are kept unless it says otherwise.</summary>
    public Action<AgentsOptions>? Configure { get; init; }

    /// <summary>
    /// What runs are stored in, to go on in the next host that is made with it. Null, the default, keeps them in memory. To end a
    /// host as a crash would, call <see cref="InMemoryStore.Crash"/> before disposing of it.
    /// </summary>
    public InMemoryStore? Store { get; init; }

    /// <summary>The virtual time at which the host begins. Null, the default, begins at the same time always.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>
    /// Whether time passes to what is due next when nothing is left to run and a test waits within
    /// <see cref="AgentTestHost.RunAsync(Func{Task})"/>. True by default; else only <see cref="AgentTestHost.AdvanceAsync"/>
    /// moves it.
    /// </summary>
    public bool AutoAdvance { get; init; } = true;

    /// <summary>
    /// How long, by the machine's clock, a test may wait while nothing happens: then the wait fails, for somebody awaits what
    /// nobody completes. 30 seconds by default.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many steps the host may take while a test waits: more is a loop without end. 1,000,000 by default.</summary>
    public long MaxSteps { get; init; } = 1_000_000;
}
