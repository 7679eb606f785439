using Agents.Benchmarks.Durable;
using Agents.Benchmarks.Floors;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Benchmarks.Ratios;

/// <summary>All rows, with what they work on.</summary>
internal sealed class AllRows : IAsyncDisposable
{
    private readonly ServiceProvider host = Hosts.Create();
    private readonly ServiceProvider streams = Hosts.Create(static options => options.Retention.MaxFinishedRuns = 4);
    private DurableRows? durable;

    public AllRows()
    {
        InMemory = [.. Table.InMemory(host, streams)];
        Floors = [.. FloorRows.Of(InMemory)];
    }

    public IReadOnlyList<IRow> InMemory { get; }

    /// <summary>The rows by hand, each followed by ours beside it.</summary>
    public IReadOnlyList<IRow> Floors { get; }

    /// <summary>Those that the goals are for.</summary>
    public async Task<IReadOnlyList<IRow>> GetRatiosAsync() => [.. InMemory, .. (durable ??= await DurableRows.CreateAsync()).All];

    /// <summary>The row of a name.</summary>
    public async Task<IRow> FindAsync(string name) =>
        InMemory.Concat(Floors).FirstOrDefault(row => row.Name == name) ??
        (await GetRatiosAsync()).FirstOrDefault(row => row.Name == name) ??
        throw new ArgumentException($"There is no row '{name}'.", nameof(name));

    public async ValueTask DisposeAsync()
    {
        if (durable is not null)
            await durable.DisposeAsync();
        await streams.DisposeAsync();
        await host.DisposeAsync();
    }
}
