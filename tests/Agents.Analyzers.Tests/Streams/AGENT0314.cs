using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;

namespace Agents.Analyzers.Tests.Streams;

public class AGENT0314
{
    private const string Feed = """
        public sealed class Feed
        {
            public event EventHandler<string>? Arrived;
            public static event Action? Closed;
            public Action<string>? OnArrived { get; set; }
            public Edge<string> Target { get; set; }
            public void Listen(Action<string> listener) { Arrived?.Invoke(this, ""); Closed?.Invoke(); listener(""); }
        }
        """;

    [Fact]
    public Task Flagged() => Check<AttemptEscapeAnalyzer>.Reports(
        [
            """
            [AgentModule]
            public partial class Watch(Feed feed)
            {
                private ChunkWriter<string>? writer;

                [Node]
                public async Task<int> StartAsync(ChunkWriter<string> chunks, Edge<string> read, CancellationToken token)
                {
                    writer = {|#0:chunks|};
                    feed.Arrived += (_, text) => {|#1:read|}.Emit(text);
                    feed.OnArrived = {|#2:read|}.Emit;
                    await Task.Delay(1, token);
                    return 1;
                }

                [Node] public void Read(string text) { }
            }
            """,
            Feed,
        ],
        Check<AttemptEscapeAnalyzer>.Rule(Rules.AttemptEscapes, 0, "chunks", "Start", "field 'writer'"),
        Check<AttemptEscapeAnalyzer>.Rule(Rules.AttemptEscapes, 1, "read", "Start", "an event handler of 'Arrived'"),
        Check<AttemptEscapeAnalyzer>.Rule(Rules.AttemptEscapes, 2, "read", "Start", "property 'OnArrived'"));

    [Fact]
    public Task Flagged_by_fields_and_properties() => Check<AttemptEscapeAnalyzer>.Reports(
        """
        [AgentModule]
        public partial class Watch
        {
            private static ChunkWriter<string>? last;
            private readonly Feed feed = new();
            private (ChunkWriter<string> Writer, int Number) pair;
            private Edge<string>[] edges = [];
            private Action? callback;
            private Timer? timer;

            private Edge<string> Current { get; set; }

            [Node] public void Start(bool flag, Feed given, ChunkWriter<string> chunks, Edge<string> read, Edge<string> other)
            {
                last ??= [|chunks|];
                this.Current = flag ? [|read|] : other;
                feed.Target = [|read|];
                given.Target = [|read|];
                pair = ([|chunks|], 1);
                edges = [[|read|], other];
                callback = () => { if (flag) [|read|].Emit(""); };
                timer = new Timer(async _ => await [|chunks|].WriteAsync(""), null, 0, 1000);
                timer = new Timer([|Tick|]);
                var alias = chunks;
                last = [|alias|];
                Task.Run(() => last = [|chunks|]);

                void Tick(object? state) => Deeper();
                void Deeper() => read.Emit("");
            }

            [Node] public void Read(string text) { }
            [Node] public void Other(string text) { }
        }
        """,
        Feed);

    [Fact]
    public Task Flagged_by_collections() => Check<AttemptEscapeAnalyzer>.Reports("""
        using System.Collections.Concurrent;

        [AgentModule]
        public partial class Watch
        {
            private static readonly List<object> All = [];
            private readonly ConcurrentDictionary<string, ChunkWriter<string>> writers = new();
            private readonly Queue<Edge<string>> edges = new();
            private readonly ChunkWriter<string>[] places = new ChunkWriter<string>[1];
            private readonly List<Action<string>> handlers = [];

            [Node] public async Task Start(string key, ChunkWriter<string> chunks, Edge<string> read, CancellationToken token)
            {
                All.Add([|chunks|]);
                writers.TryAdd(key, [|chunks|]);
                writers[key] = [|chunks|];
                edges.Enqueue([|read|]);
                places[0] = [|chunks|];
                handlers.Add(text => [|read|].Emit(text));
                await Task.Delay(1, token);
            }

            [Node] public void Read(string text) { }
        }
        """);

    [Fact]
    public Task Flagged_by_events() => Check<AttemptEscapeAnalyzer>.Reports(
        """
        [AgentModule]
        public partial class Watch(Feed injected)
        {
            private readonly Feed feed = new();

            private event Action? Done;

            [Node] public async Task Start(ChunkWriter<string> chunks, Edge<string> read, CancellationToken token)
            {
                feed.Arrived += async (_, text) => await [|chunks|].WriteAsync(text, token);
                injected.Arrived += [|OnArrived|];
                Feed.Closed += delegate { [|read|].Emit(""); };
                Done += () => [|read|].Emit("");
                var source = feed;
                EventHandler<string> handler = (_, text) => read.Emit(text);
                source.Arrived += [|handler|];
                await Task.Delay(1, token);
                Done?.Invoke();

                void OnArrived(object? sender, string text) => read.Emit(text);
            }

            [Node] public void Read(string text) { }
        }
        """,
        Feed);

    [Fact]
    public Task Not_flagged_where_it_is_taken_back() => Check<AttemptEscapeAnalyzer>.Reports(
        """
        using System.Collections.Concurrent;

        [AgentModule]
        public partial class Watch(Feed feed)
        {
            private readonly ConcurrentDictionary<string, ChunkWriter<string>> writers = new();
            private ChunkWriter<string>? current;
            private Timer? timer;

            [Node] public async Task Start(string key, ChunkWriter<string> chunks, Edge<string> read, CancellationToken token)
            {
                feed.Arrived += OnArrived;
                writers[key] = chunks;
                current = chunks;
                timer = new Timer(_ => read.Emit(""), null, 0, 1000);
                try
                {
                    await Task.Delay(1, token);
                }
                finally
                {
                    feed.Arrived -= OnArrived;
                    writers.TryRemove(key, out _);
                    current = null;
                    timer?.Dispose();
                }

                void OnArrived(object? sender, string text) => read.Emit(text);
            }

            [Node] public async Task Read(string text, ChunkWriter<string> chunks, CancellationToken token)
            {
                EventHandler<string> handler = async (_, word) => await chunks.WriteAsync(word, token);
                feed.Arrived += handler;
                await using var registration = token.Register(() => feed.Arrived -= handler);
                await Task.Delay(1, token);
            }
        }
        """,
        Feed);

    [Fact]
    public Task Not_flagged_where_it_stays_in_the_node() => Check<AttemptEscapeAnalyzer>.Reports(
        """
        public sealed class Session(ChunkWriter<string> chunks)
        {
            public ChunkWriter<string>? Second { get; set; }
            public Task RunAsync() => chunks.WriteAsync("").AsTask();
        }

        [AgentModule]
        public partial class Watch(Feed injected)
        {
            private static readonly AsyncLocal<ChunkWriter<string>?> Ambient = new();
            private readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> cache = new();
            private int count;

            [Node] public async Task Start([Service] Feed scoped, ChunkWriter<string> chunks, Edge<string> read, CancellationToken token)
            {
                var feed = new Feed { Target = read };
                feed.Target = read;
                feed.Arrived += (_, text) => read.Emit(text);
                scoped.OnArrived = text => read.Emit(text);
                scoped.Arrived += (_, text) => read.Emit(text);
                injected.Arrived += (_, _) => count++;
                injected.Listen(text => read.Emit(text));
                var session = new Session(chunks) { Second = chunks };
                await session.RunAsync();
                var writers = new List<ChunkWriter<string>> { chunks };
                writers.Add(chunks);
                var edges = new Dictionary<string, Edge<string>> { ["read"] = read };
                edges["other"] = read;
                await Task.Run(async () => await chunks.WriteAsync("", token), token);
                using var timer = new Timer(_ => read.Emit(""), null, 0, 1000);
                await using var registration = token.Register(() => read.Emit(""));
                Ambient.Value = chunks;
                cache.GetOrAdd("key", key => { read.Emit(key); return key; });
                injected.OnArrived = text => Console.WriteLine(text);
            }

            [Node] public void Read(string text, NodeContext context) => count = context.Attempt;
        }
        """,
        Feed);

    [Fact]
    public Task Not_flagged_outside_of_nodes_and_while_it_is_typed() => Check<AttemptEscapeAnalyzer>.Reports("""
        [AgentModule]
        public partial class Watch
        {
            private ChunkWriter<string>? writer;

            [Node] public void Start(ChunkWriter<string> chunks, Edge<string> read)
            {
                this.{|CS1061:unknown|} = chunks;
                this.{|CS1061:unknown|} += () => read.Emit("");
                writer = {|CS1525:;|}
            }

            [Node] public void Read(string text) { }

            public void Helper(ChunkWriter<string> chunks) => writer = chunks;
        }
        """);

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<AttemptEscapeAnalyzer>.Reports("""
        // <auto-generated/>
        [AgentModule]
        public partial class Watch
        {
            private ChunkWriter<string> writer;
            [Node] public void Start(ChunkWriter<string> chunks) { writer = chunks; }
        }
        """);

    [Fact]
    public Task Flagged_for_a_human_input() => Check<AttemptEscapeAnalyzer>.Reports("""
        [AgentModule]
        public partial class X
        {
            private HumanInput<string, bool>? kept;
            [Node] public bool Start(HumanInput<string, bool> approval)
            {
                kept = {|AGENT0314:approval|};
                return kept is null;
            }
        }
        """);
}
