using System.Diagnostics;
using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;

namespace Agents.Benchmarks.Peers;

/// <summary>
/// Akka.Streams. The streams of nodes are materialized once and serve all operations, through a queue at either end. Their stages are fused,
/// as is usual: no thread is changed between nodes.
/// </summary>
internal sealed class AkkaPeer : IPeer
{
    private readonly ActorSystem system = ActorSystem.Create("peers", "akka { loglevel = OFF, stdout-loglevel = OFF }");
    private readonly ActorMaterializer materializer;

    public AkkaPeer()
    {
        materializer = system.Materializer();
        Node = Prebuild(5_000, 1, 0, AddOnes(1));
        Chain = Prebuild(1_500, 10, 0, AddOnes(10));
        Fan = Prebuild(
            12, 500, 1_000,
            Flow.Create<int>()
                .SelectMany(static count => Enumerable.Range(0, count))
                .SelectAsyncUnordered(Environment.ProcessorCount, static index => Task.Run(() => index & 1))
                .Grouped(1_000)
                .Select(static parts => parts.Sum()));
    }

    public string Name => "Akka.Streams";

    public Work Node { get; }

    public Work Chain { get; }

    public Work? Fan { get; }

    /// <summary>A source and its subscribers, each an actor of its own. The stream ends, so it is described and materialized for each.</summary>
    public Work Stream(int readers) => new(readers == 1 ? 50_000 : 10_000, async count =>
    {
        var start = Stopwatch.GetTimestamp();
        // What awaits them must not go on in an actor.
        TaskCompletionSource<int>[] counts =
        [
            .. Enumerable.Range(0, readers).Select(static _ => new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously)),
        ];
        var source = Source.Repeat(Item.One).Take(count);
        var graph = readers == 1 ? source.To(Subscriber(counts[0])) : Broadcast(source, counts);
        graph.Run(materializer);
        await Readers.ExpectAllAsync(count, counts.Select(static subscriber => subscriber.Task));
        return Stopwatch.GetElapsedTime(start);
    });

    public async ValueTask DisposeAsync()
    {
        materializer.Dispose();
        await system.Terminate();
        system.Dispose();
    }

    private static Flow<int, int, NotUsed> AddOnes(int count) =>
        Enumerable.Range(0, count).Aggregate(Flow.Create<int>(), static (flow, _) => flow.Select(static value => value + 1));

    private Work Prebuild(int operations, int expected, int input, Flow<int, int, NotUsed> nodes)
    {
        var (head, tail) = Source.Queue<int>(16, OverflowStrategy.Backpressure).Via(nodes)
            .ToMaterialized(Sink.Queue<int>(), Keep.Both).Run(materializer);
        return Work.Of(operations, expected, async () =>
        {
            await head.OfferAsync(input);
            return (await tail.PullAsync()).Value;
        });
    }

    private static Sink<Item, NotUsed> Subscriber(TaskCompletionSource<int> count) =>
        Flow.Create<Item>().Aggregate(0, static (sum, item) => sum + item.Number).To(Sink.ForEach<int>(count.SetResult)).Async();

    private static RunnableGraph<NotUsed> Broadcast(Source<Item, NotUsed> source, TaskCompletionSource<int>[] counts) =>
        RunnableGraph.FromGraph(GraphDsl.Create(builder =>
        {
            var broadcast = builder.Add(new Broadcast<Item>(counts.Length));
            builder.From(source).To(broadcast);
            for (var index = 0; index < counts.Length; index++)
                builder.From(broadcast.Out(index)).To(Subscriber(counts[index]));
            return ClosedShape.Instance;
        }));
}
