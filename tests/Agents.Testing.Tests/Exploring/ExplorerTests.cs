using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>What only some orders show is found, and shown again by its seed.</summary>
public sealed class ExplorerTests
{
    [Fact]
    public async Task A_race_in_a_module_is_found_and_replayed()
    {
        var options = new ExplorerOptions { Seeds = 200, Host = WithAccount };

        var found = await Assert.ThrowsAsync<ExplorerException>(() => AgentExplorer.ExploreAsync(AddRacy, PayTwiceAsync, options));
        var again = await Assert.ThrowsAsync<ExplorerException>(() => AgentExplorer.ReplayAsync(AddRacy, PayTwiceAsync, found.Seed, options));

        Assert.Contains($"Seed {found.Seed} fails", found.Message, StringComparison.Ordinal);
        Assert.Contains($"seed: {found.Seed}", found.Message, StringComparison.Ordinal);
        Assert.Contains("in the same way each time", found.Message, StringComparison.Ordinal);
        Assert.Contains("Pay#3 InvocationCompleted", found.Log, StringComparison.Ordinal);
        Assert.Equal(found.Message, again.Message);
    }

    [Fact]
    public async Task Orders_that_do_not_show_it_pass()
    {
        var passed = 0;
        for (var seed = 1; seed <= 50; seed++)
        {
            try
            {
                await AgentExplorer.ReplayAsync(AddRacy, PayTwiceAsync, seed, new ExplorerOptions { Host = WithAccount });
                passed++;
            }
            catch (ExplorerException)
            {
                // The race shows in this order.
            }
        }

        Assert.InRange(passed, 1, 49);
    }

    [Fact]
    public async Task Several_seeds_at_once_find_the_same()
    {
        var options = new ExplorerOptions { Seeds = 50, Parallelism = 4, Host = WithAccount };

        var found = await Assert.ThrowsAsync<ExplorerException>(() => AgentExplorer.ExploreAsync(AddRacy, PayTwiceAsync, options));
        var again = await Assert.ThrowsAsync<ExplorerException>(() => AgentExplorer.ReplayAsync(AddRacy, PayTwiceAsync, found.Seed, options));

        Assert.Equal(found.Log, again.Log);
    }

    [Fact]
    public async Task A_run_that_never_ends_is_found()
    {
        var found = await ExploreAsync(
            static async host => await host.Get<QuietClient>().StartAsync(),
            static (_, _, _) => new TaskCompletionSource<string>().Task);

        Assert.Contains("of 'Quiet' never ends", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_goes_on_after_its_run_is_found()
    {
        var found = await ExploreAsync(
            static async host =>
            {
                var run = await host.Get<QuietClient>().StartAsync();
                await Task.Delay(TimeSpan.FromSeconds(1), host.Time);
                await run.CancelAsync();
            },
            static (_, _, _) => new TaskCompletionSource<string>().Task);

        Assert.Contains("has ended, but attempt 1 of its node 'Wait' has not", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timer_that_is_left_behind_is_found()
    {
        var found = await ExploreAsync(static host =>
        {
            _ = Task.Delay(TimeSpan.FromHours(1), host.Time);
            return Task.CompletedTask;
        });

        Assert.Contains("1 timers are still set", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exploration_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AgentExplorer.ExploreAsync(
            static agents => agents.AddFan(),
            async host =>
            {
                if (host.Options.Seed == 3)
                    await stop.CancelAsync();
            },
            cancellationToken: stop.Token));
    }

    private static void AddRacy(AgentsBuilder agents) => agents.AddRacy();

    private static AgentTestHostOptions WithAccount(int seed) => new() { Services = static services => services.AddSingleton<Account>() };

    private static async Task PayTwiceAsync(AgentTestHost host)
    {
        var run = await host.Get<RacyClient>().StartAsync(2);
        await run.ShouldCompleteAsync();
        Assert.Equal(2, host.Get<Account>().Balance);
    }

    private static Task<ExplorerException> ExploreAsync(
        Func<AgentTestHost, Task> scenario,
        Func<ChunkWriter<string>, NodeContext, CancellationToken, Task<string>>? work = null) => Assert.ThrowsAsync<ExplorerException>(() => AgentExplorer.ExploreAsync(
            static agents => agents.AddQuiet(),
            scenario,
            new ExplorerOptions
            {
                Seeds = 3,
                Host = _ => new AgentTestHostOptions
                {
                    Services = services => services.AddSingleton(work is null ? new Script() : new Script { Work = work }),
                },
            }));
}
