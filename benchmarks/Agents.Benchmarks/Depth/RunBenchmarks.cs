using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks.Depth;

/// <summary>Whole runs, for a look in depth: distributions, allocations, disassembly, what BenchmarkDotNet offers.</summary>
[MemoryDiagnoser]
public class RunBenchmarks
{
    private ServiceProvider host = null!;
    private AdderClient adder = null!;
    private ChainClient chain = null!;
    private FanClient fan = null!;
    private PumpClient pump = null!;

    /// <summary>Makes the host.</summary>
    [GlobalSetup]
    public void Start()
    {
        host = Hosts.Create(static options => options.Retention.MaxFinishedRuns = 100);
        adder = host.GetRequiredService<AdderClient>();
        chain = host.GetRequiredService<ChainClient>();
        fan = host.GetRequiredService<FanClient>();
        pump = host.GetRequiredService<PumpClient>();
    }

    /// <summary>Disposes of the host.</summary>
    [GlobalCleanup]
    public Task StopAsync() => host.DisposeAsync().AsTask();

    /// <summary>A hop to the pool and back, beside which all others stand.</summary>
    [Benchmark(Baseline = true)]
    public Task<int> TaskRunAsync() => Task.Run(static () => Task.FromResult(3));

    /// <summary>A run of one node.</summary>
    [Benchmark]
    public Task<int> OneNodeAsync() => adder.InvokeAsync(1, 2);

    /// <summary>A chain of ten nodes.</summary>
    [Benchmark]
    public Task<int> ChainOfTenAsync() => chain.InvokeAsync(0);

    /// <summary>A thousand invocations, and what they give gathered.</summary>
    [Benchmark]
    public Task<int> FanOutAsync() => fan.InvokeAsync(1_000);

    /// <summary>A run that streams, and one that reads along.</summary>
    /// <param name="chunks">How many chunks it streams.</param>
    [Benchmark]
    [Arguments(10)]
    [Arguments(10_000)]
    public async Task StreamAsync(int chunks)
    {
        var run = await pump.StartAsync(chunks);
        await foreach (var item in run.Write.StreamAsync())
            GC.KeepAlive(item);
    }
}
