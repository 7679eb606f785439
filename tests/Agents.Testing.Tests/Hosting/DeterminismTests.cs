using Microsoft.Extensions.DependencyInjection;

namespace Agents.Testing.Tests;

/// <summary>The seed, and nothing else, decides the order.</summary>
public sealed class DeterminismTests
{
    [Fact]
    public async Task Equal_seeds_give_equal_logs_and_equal_deliveries()
    {
        for (var seed = 1; seed <= 20; seed++)
            Assert.Equal(await RecordAsync(seed), await RecordAsync(seed));
    }

    [Fact]
    public async Task Different_seeds_give_different_interleavings()
    {
        var seen = new HashSet<string>();
        for (var seed = 1; seed <= 20; seed++)
            seen.Add(WithoutIds(await RecordAsync(seed)));

        Assert.True(seen.Count >= 18, $"Only {seen.Count} of 20 orders differ.");
    }

    [Fact]
    public async Task Nothing_of_it_comes_from_other_threads()
    {
        long outside = -1;
        await AgentTestHost.RunAsync(Register, async host =>
        {
            await ScenarioAsync(host);
            outside = host.OutsideContinuations;
        });

        Assert.Equal(0, outside);
    }

    /// <summary>Parallel nodes, retries by chance with jitter, several subscribers of each kind, two runs at once.</summary>
    private static async Task<string> RecordAsync(int seed)
    {
        var deliveries = "";
        await using var host = AgentTestHost.Create(Register, new AgentTestHostOptions { Seed = seed });
        await host.RunAsync(async () => deliveries = await ScenarioAsync(host));
        return host.DescribeRuns() + deliveries;
    }

    private static void Register(AgentsBuilder agents) => agents.AddFan();

    private static async Task<string> ScenarioAsync(AgentTestHost host)
    {
        host.Faults.FailRandomly("Work", 0.3);
        var delivered = new List<string>();
        var client = host.Get<FanClient>();
        var first = await client.StartAsync(4);
        var second = await client.StartAsync(3);
        await using var updates = first.Work.SubscribeAll(async update =>
        {
            await Task.Yield();
            delivered.Add($"update {update.New.Count}");
        });
        await using var other = first.Work.Subscribe(update => delivered.Add($"chunks {update.New.Count}"));
        await Task.WhenAll(
            ReadAsync("all", first.Work.StreamAllAsync()),
            ReadAsync("items", first.Work.StreamAsync().ReadItemsAsync()),
            ReadAsync("events", second.ReadEventsAsync()),
            Quietly(client.InvokeAsync(2)),
            Quietly(first.GetResultAsync()),
            Quietly(second.WaitForEndAsync()),
            Quietly(first.WaitForEndAsync(new CancellationTokenSource().Token)),
            Quietly(updates.Completion),
            Quietly(other.Completion));
        return string.Join(Environment.NewLine, delivered);

        async Task ReadAsync<T>(string name, IAsyncEnumerable<T> source)
        {
            try
            {
                await foreach (var item in source)
                    delivered.Add($"{name} {item?.GetType().Name}");
            }
            catch (AgentFailedException exception)
            {
                delivered.Add($"{name} {exception.Message}");
            }
        }

        async Task Quietly(Task task)
        {
            try
            {
                await task;
                delivered.Add("done");
            }
            catch (AgentFailedException)
            {
                delivered.Add("failed");
            }
        }
    }

    private static string WithoutIds(string text) => string.Join('\n', text.Split('\n').Where(static line => !line.StartsWith("Run ", StringComparison.Ordinal)));
}
