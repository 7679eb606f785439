using System.Diagnostics;
using System.Threading.Channels;
using Agents.Benchmarks.Ratios;

namespace Agents.Benchmarks.Peers;

/// <summary>Bare channels, with a loop for each node. The loops of nodes are started once and serve all operations.</summary>
internal sealed class ChannelPeer : IPeer
{
    private static readonly UnboundedChannelOptions OneToOne = new() { SingleReader = true, SingleWriter = true };

    private readonly List<Channel<int>> heads = [];

    public ChannelPeer()
    {
        var (node, result) = (Head(OneToOne), Channel.CreateUnbounded<int>(OneToOne));
        _ = LoopAsync(node, result, static value => value + 1);
        Node = Work.Of(5_000, 1, () => PassAsync(node, result));

        var head = Head(OneToOne);
        var tail = head;
        for (var index = 0; index < 10; index++)
        {
            var next = Channel.CreateUnbounded<int>(OneToOne);
            _ = LoopAsync(tail, next, static value => value + 1);
            tail = next;
        }

        Chain = Work.Of(1_500, 10, () => PassAsync(head, tail));

        var (spread, gather) = (Head(new() { SingleWriter = true }), Channel.CreateUnbounded<int>(new() { SingleReader = true }));
        for (var worker = 0; worker < Environment.ProcessorCount; worker++)
            _ = LoopAsync(spread, gather, static index => index & 1);
        Fan = Work.Of(12, 500, () => GatherAsync(spread, gather));
    }

    public string Name => "channels";

    public Work Node { get; }

    public Work Chain { get; }

    public Work? Fan { get; }

    /// <summary>A channel for each subscriber. They end with the stream, so they are made for each.</summary>
    public Work Stream(int readers) => new(readers == 1 ? 100_000 : 50_000, async count =>
    {
        var start = Stopwatch.GetTimestamp();
        var channels = BareChannels.Make(readers);
        var writing = BareChannels.WriteAsync(channels, count);
        await Readers.ExpectAllAsync(count, channels.Select(static channel => Readers.CountAsync(channel.Reader.ReadAllAsync())));
        await writing;
        return Stopwatch.GetElapsedTime(start);
    });

    public ValueTask DisposeAsync()
    {
        foreach (var head in heads)
            head.Writer.Complete();
        return default;
    }

    private Channel<int> Head(UnboundedChannelOptions options)
    {
        var head = Channel.CreateUnbounded<int>(options);
        heads.Add(head);
        return head;
    }

    private static Task LoopAsync(Channel<int> from, Channel<int> to, Func<int, int> act) => Task.Run(async () =>
    {
        await foreach (var value in from.Reader.ReadAllAsync())
            await to.Writer.WriteAsync(act(value));
        to.Writer.TryComplete();
    });

    private static async Task<int> PassAsync(Channel<int> head, Channel<int> tail)
    {
        await head.Writer.WriteAsync(0);
        return await tail.Reader.ReadAsync();
    }

    private static async Task<int> GatherAsync(Channel<int> spread, Channel<int> gather)
    {
        for (var index = 0; index < 1_000; index++)
            await spread.Writer.WriteAsync(index);
        var sum = 0;
        for (var index = 0; index < 1_000; index++)
            sum += await gather.Reader.ReadAsync();
        return sum;
    }
}
