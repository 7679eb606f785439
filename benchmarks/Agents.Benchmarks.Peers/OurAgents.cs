using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks.Peers;

/// <summary>The jobs, done by agents.</summary>
/// <param name="host">A host with the default options.</param>
/// <param name="few">
/// One that keeps few finished runs, for those of many chunks or invocations: gigabytes of them would measure the machine's memory, and no
/// peer keeps any.
/// </param>
internal sealed class OurAgents(IServiceProvider host, IServiceProvider few)
{
    private readonly AdderClient adder = host.GetRequiredService<AdderClient>();
    private readonly ChainClient chain = host.GetRequiredService<ChainClient>();
    private readonly FanClient fan = few.GetRequiredService<FanClient>();
    private readonly PumpClient pump = few.GetRequiredService<PumpClient>();

    public Task<TimeSpan> NodeAsync(int count) => Repeat.RunAsync(count, 1, async () => await (await adder.StartAsync(0, 1)).GetResultAsync());

    public Task<TimeSpan> ChainAsync(int count) => Repeat.RunAsync(count, 10, async () => await chain.InvokeAsync(0));

    public Task<TimeSpan> FanAsync(int count) => Repeat.RunAsync(count, 500, async () => await fan.InvokeAsync(1_000));

    public async Task<TimeSpan> StreamAsync(int count, int readers)
    {
        var start = Stopwatch.GetTimestamp();
        var run = await pump.StartAsync(count);
        Task<int>[] reading = [.. Enumerable.Range(0, readers).Select(_ => Readers.CountAsync(run.Write.StreamAsync()))];
        await Readers.ExpectAllAsync(count, reading);
        await run.GetResultAsync();
        return Stopwatch.GetElapsedTime(start);
    }
}
