using System.Diagnostics.Tracing;

namespace Agents.Benchmarks.Ratios;

/// <summary>Tells of what types the allocated bytes are, by the runtime's samples: one for about every 100 KB.</summary>
internal sealed class AllocationProfile : EventListener
{
    private const EventKeywords Gc = (EventKeywords)1;
    private readonly Dictionary<string, long> bytes = [];

    public static async Task RunAsync(Row row, TimeSpan time)
    {
        await row.Ours(row.Operations);
        using var profile = new AllocationProfile();
        var (operations, clock) = (0L, System.Diagnostics.Stopwatch.StartNew());
        for (; clock.Elapsed < time; operations += row.Operations)
            await row.Ours(row.Operations);
        Console.WriteLine(row.Name);
        lock (profile.bytes)
        {
            foreach (var (type, sum) in profile.bytes.OrderByDescending(static pair => pair.Value).Take(30))
                Console.WriteLine($"  {sum / (double)operations,10:N1} B  {type}");
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, Gc);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) is not true || bytes is null)
            return;
        var type = (string)eventData.Payload![5]!;
        lock (bytes)
            bytes[type] = bytes.GetValueOrDefault(type) + Convert.ToInt64(eventData.Payload[3], System.Globalization.CultureInfo.InvariantCulture);
    }
}
