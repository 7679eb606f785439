using System.Threading.Channels;

namespace Agents.Benchmarks.Ratios;

/// <summary>What a stream with several readers is without agents: a channel for each.</summary>
internal static class BareChannels
{
    private static readonly UnboundedChannelOptions OneReader = new() { SingleReader = true };

    public static Channel<Item>[] Make(int readers) => [.. Enumerable.Range(0, readers).Select(static _ => Channel.CreateUnbounded<Item>(OneReader))];

    /// <summary>Writes items to all, and completes them.</summary>
    public static Task WriteAsync(Channel<Item>[] channels, int count) => Task.Run(async () =>
    {
        for (var index = 0; index < count; index++)
        {
            foreach (var channel in channels)
                await channel.Writer.WriteAsync(Item.One);
        }

        foreach (var channel in channels)
            channel.Writer.Complete();
    });
}
