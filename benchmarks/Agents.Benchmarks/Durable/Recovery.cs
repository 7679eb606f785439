using System.Diagnostics;
using Agents.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Agents.Benchmarks.Durable;

/// <summary>How long a host takes to start that finds many runs that wait for people, and what they hold in memory then.</summary>
internal static class Recovery
{
    public static async Task<(TimeSpan Time, double Held)> MeasureAsync(int runs)
    {
        using var place = new Place();
        var made = await MakeAsync(place, runs);
        // The first host lets go of its runs a moment after it is disposed of.
        await Task.Delay(TimeSpan.FromSeconds(2));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        await using var host = place.CreateHost();
        foreach (var service in host.GetServices<IHostedService>())
            await service.StartAsync(CancellationToken.None);
        var started = watch.Elapsed;
        var held = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)runs;

        // They are there: the last one is answered, and gives its result.
        var run = await host.GetRequiredService<AskerClient>().GetRunAsync(made) ?? throw new InvalidOperationException("The run is lost.");
        var request = (await run.GetPendingRequestsAsync())[0];
        await run.AnswerAsync(request.Id, System.Text.Json.JsonSerializer.SerializeToElement("yes"));
        if (await run.GetResultAsync() != "yes")
            throw new InvalidOperationException("The answer is lost.");
        return (started, held);
    }

    private static async Task<RunId> MakeAsync(Place place, int runs)
    {
        await using var host = place.CreateHost(static options => options.Synchronous = SqliteSynchronous.Normal);
        var client = host.GetRequiredService<AskerClient>();
        AskerRun last = null!;
        for (var from = 0; from < runs; from += 1_000)
        {
            var asked = await Task.WhenAll(Enumerable.Range(from, 1_000).Select(async number =>
            {
                var run = await client.StartAsync($"May number {number} pass?");
                await foreach (var _ in run.Person.ReadAsync())
                    break;
                return run;
            }));
            last = asked[^1];
        }

        return last.Id;
    }
}
