using System.Diagnostics;
using System.Threading.Tasks.Dataflow;

namespace Agents.Benchmarks.Peers;

/// <summary>TPL Dataflow. The blocks of nodes are linked once and serve all operations.</summary>
internal sealed class DataflowPeer : IPeer
{
    private static readonly DataflowLinkOptions Through = new() { PropagateCompletion = true };

    private readonly List<IDataflowBlock> heads = [];

    public DataflowPeer()
    {
        var node = AddOne();
        heads.Add(node);
        Node = Work.Of(5_000, 1, () => PassAsync(node, node, 0));

        TransformBlock<int, int> head = AddOne(), tail = head;
        for (var index = 1; index < 10; index++)
        {
            var next = AddOne();
            tail.LinkTo(next, Through);
            tail = next;
        }

        heads.Add(head);
        Chain = Work.Of(1_500, 10, () => PassAsync(head, tail, 0));

        var spread = new TransformManyBlock<int, int>(static count => Enumerable.Range(0, count));
        var work = new TransformBlock<int, int>(
            static index => index & 1, new() { MaxDegreeOfParallelism = Environment.ProcessorCount, EnsureOrdered = false });
        var batch = new BatchBlock<int>(1_000);
        var sum = new TransformBlock<int[], int>(static parts => parts.Sum());
        spread.LinkTo(work, Through);
        work.LinkTo(batch, Through);
        batch.LinkTo(sum, Through);
        heads.Add(spread);
        Fan = Work.Of(12, 500, () => PassAsync(spread, sum, 1_000));
    }

    public string Name => "Dataflow";

    public Work Node { get; }

    public Work Chain { get; }

    public Work? Fan { get; }

    /// <summary>A block that hands on, linked to one of each subscriber. They end with the stream, so they are made for each.</summary>
    public Work Stream(int readers) => new(readers == 1 ? 100_000 : 20_000, async count =>
    {
        var start = Stopwatch.GetTimestamp();
        IPropagatorBlock<Item, Item> source = readers == 1 ? new BufferBlock<Item>() : new BroadcastBlock<Item>(null);
        var counts = new int[readers];
        // Not SingleProducerConstrained: linked so, such a block at times does not complete.
        ActionBlock<Item>[] subscribers = [.. Enumerable.Range(0, readers).Select(reader => new ActionBlock<Item>(item => counts[reader] += item.Number))];
        foreach (var subscriber in subscribers)
            source.LinkTo(subscriber, Through);
        await Task.Run(() =>
        {
            for (var index = 0; index < count; index++)
                source.Post(Item.One);
            source.Complete();
        });
        await Task.WhenAll(subscribers.Select(static subscriber => subscriber.Completion));
        foreach (var read in counts)
            Repeat.Expect(count, read);
        return Stopwatch.GetElapsedTime(start);
    });

    public ValueTask DisposeAsync()
    {
        foreach (var head in heads)
            head.Complete();
        return default;
    }

    private static TransformBlock<int, int> AddOne() => new(static value => value + 1);

    private static Task<int> PassAsync(ITargetBlock<int> head, ISourceBlock<int> tail, int value)
    {
        head.Post(value);
        return tail.ReceiveAsync();
    }
}
