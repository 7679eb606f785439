using Agents;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Docs.Tests.Snippets;

public sealed record Reading(string Sensor, double Celsius, DateTimeOffset At);

/// <summary>Reads two sensors, one invocation of Read each. The first attempt of each fails after its second reading.</summary>
[AgentModule(MaxAttempts = 2)]
public sealed partial class Weather
{
    [Node]
    public int Plan(string[] sensors, Edge<string> read)
    {
        foreach (var sensor in sensors)
            read.Emit(sensor);
        return sensors.Length;
    }

    [Node]
    public async Task Read(string sensor, ChunkWriter<Reading> readings, NodeContext context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < 3; i++)
        {
            if (i == 2 && context.Attempt == 1)
                throw new IOException($"Sensor {sensor} is silent.");
            await readings.WriteAsync(new Reading(sensor, 20 + i, context.TimeProvider.GetUtcNow()), cancellationToken);
        }
    }
}

/// <summary>What docs/streams.md shows beside the samples.</summary>
public sealed class Streams
{
    private static readonly string[] Sensors = ["roof", "cellar"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callbacks_about_all_invocations()
    {
        await using var services = MakeServices();
        var run = await StartAsync(services);
        var resets = 0;
        var counts = new List<int>();

        #region subscribe-all
        await using var subscription = run.Read.SubscribeAll(update =>
        {
            foreach (var (invocation, readings) in update.New)
                Console.WriteLine($"#{invocation.Ordinal}: {readings.Count} new of {update.All[invocation].Count}");
            resets += update.Resets.Count;
            if (update.IsComplete)
                counts.AddRange(update.All.Values.Select(readings => readings.Count));
        });
        await subscription.Completion;
        #endregion

        Assert.InRange(resets, 0, 2);
        Assert.Equal([3, 3], counts);
    }

    [Fact]
    public async Task Snapshots()
    {
        await using var services = MakeServices();
        var run = await StartAsync(services);
        await run.WaitForEndAsync(Token);

        #region snapshot
        var snapshot = await run.Read.GetSnapshotAsync(Token);
        foreach (var (invocation, state) in snapshot.Invocations)
            Console.WriteLine($"#{invocation.Ordinal}: {state.Chunks.Count} chunks of attempt {state.Attempt}, {state.ResetCount} resets");
        #endregion

        Assert.Equal(2, snapshot.Invocations.Count);
        Assert.All(snapshot.Invocations.Values, state => Assert.Equal((3, 2, 1), (state.Chunks.Count, state.Attempt, state.ResetCount)));
    }

    [Fact]
    public async Task Resuming_from_the_text_of_a_cursor()
    {
        await using var services = MakeServices();
        var run = await StartAsync(services);
        await run.WaitForEndAsync(Token);

        #region resume
        string? place = null;
        await foreach (var chunk in run.Read.StreamAllAsync())
        {
            place = chunk.Cursor.ToString();        // to keep, or to send as the id of a server-sent event
            break;                                  // the connection is lost
        }

        var rest = new StreamOptions { From = StreamStart.After(Cursor.Parse(place!)) };
        var missed = await run.Read.StreamAllAsync(rest).CountAsync(Token);
        #endregion

        Assert.Equal(9, missed);
    }

    [Fact]
    public async Task Only_what_comes()
    {
        await using var services = MakeServices();
        var run = await StartAsync(services);
        await run.WaitForEndAsync(Token);

        #region live
        var live = new StreamOptions { From = StreamStart.Live };
        var coming = await run.Read.StreamAllAsync(live).ToListAsync(Token);
        #endregion

        Assert.Empty(coming);
    }

    [Fact]
    public async Task Only_what_counts()
    {
        await using var services = MakeServices();
        var run = await StartAsync(services);

        #region committed
        var committed = new StreamOptions { Committed = true };
        var readings = await run.Read.StreamAllAsync(committed).ToListAsync(Token);
        #endregion

        Assert.Equal(6, readings.Count);
        Assert.All(readings, chunk => Assert.Equal(2, chunk.Attempt));
    }

    [Fact]
    public async Task Comparing_chunks_by_what_matters()
    {
        await using var services = MakeServices();
        var run = await StartAsync(services);
        await run.WaitForEndAsync(Token);
        var second = (await run.Read.StreamAllAsync().ElementAtAsync(1, Token)).Cursor;

        #region comparer
        var options = new StreamOptions<Reading>
        {
            From = StreamStart.After(second),
            Comparer = EqualityComparer<Reading>.Create((a, b) => a?.Celsius == b?.Celsius),    // the time may differ
        };
        var rest = await run.Read.StreamAsync(options).ToListAsync(Token);
        #endregion

        Assert.Equal(22, rest.Last().Celsius);
    }

    [Fact]
    public async Task Giving_up_the_reading()
    {
        await using var services = MakeServices();
        var run = await StartAsync(services);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var count = 0;

        #region token
        await foreach (var reading in run.Read.StreamAsync(new StreamOptions { OnReset = StreamReset.Restart })
            .WithCancellation(patience.Token))
        {
            count++;
        }
        #endregion

        Assert.InRange(count, 3, 5);
    }

    [Fact]
    public async Task All_events_of_a_run()
    {
        await using var services = MakeServices();
        var run = await StartAsync(services);
        var (retries, ends) = (0, 0);

        #region events
        await foreach (var recorded in run.ReadEventsAsync())
        {
            switch (recorded)
            {
                case RunEvent.AttemptFailed { RetryAt: { } due } failed:
                    retries++;
                    Console.WriteLine($"{failed.Node} failed: {failed.Failure.Message} Next attempt at {due:T}.");
                    break;
                case RunEvent.RunCompleted:
                    ends++;
                    Console.WriteLine("Done.");
                    break;
            }
        }
        #endregion

        Assert.Equal((2, 1), (retries, ends));
    }

    [Fact]
    public void The_page_tells_all_events()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "streams.md"));
        Assert.All(
            typeof(RunEvent).GetNestedTypes().Where(static type => type.IsSealed),
            type => Assert.Contains($"`{type.Name}`", page, StringComparison.Ordinal));
    }

    private static ServiceProvider MakeServices() => new ServiceCollection()
        .AddAgents(options => options.Retry.BaseDelay = TimeSpan.FromMilliseconds(20)).AddWeather().Services.BuildServiceProvider();

    private static async Task<WeatherRun> StartAsync(ServiceProvider services) =>
        await services.GetRequiredService<WeatherClient>().StartAsync(Sensors, cancellationToken: Token);
}
