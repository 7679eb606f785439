using Agents.Analyzers.Tests.Harness;
using Agents.CodeFixes;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;

namespace Agents.Analyzers.Tests.Uses;

public class AGENT0404
{
    [Fact]
    public Task Flagged() => Check<StartedTaskAnalyzer>.Reports(
        [
            """
            [AgentModule]
            public partial class Shop
            {
                [Node]
                public async Task<string> OrderAsync(string item, Func<Task> callback, CancellationToken token)
                {
                    _ = {|#0:Task.Run(() => Console.WriteLine(item), token)|};
                    var mail = {|#1:SendAsync(item)|};
                    _ = {|#2:callback()|};
                    await Task.Delay(1, token);
                    return item;
                }

                private static Task SendAsync(string item) => Task.CompletedTask;
            }
            """,
        ],
        Check<StartedTaskAnalyzer>.Rule(Rules.TaskNotAwaited, 0, "Task.Run", "Order"),
        Check<StartedTaskAnalyzer>.Rule(Rules.TaskNotAwaited, 1, "SendAsync", "Order"),
        Check<StartedTaskAnalyzer>.Rule(Rules.TaskNotAwaited, 2, "callback", "Order"));

    [Fact]
    public Task Flagged_in_every_form() => Reports("""
        [Node] public void Statements()
        {
            [|Task.Run(Work)|];
            [|Task.Factory.StartNew(Work)|];
            [|Task.Run(Work)|].ContinueWith(_ => Work());
            [|this.LoadAsync()|].ConfigureAwait(false);
            [|new Thread(Work).Start()|];
            [|ThreadPool.QueueUserWorkItem(_ => Work())|];
            Go();

            void Go() => [|Task.Run(Work)|];
        }

        [Node] public async Task Discards(bool flag, CancellationToken token)
        {
            _ = [|LoadAsync()|];
            _ = [|CountAsync()|];
            _ = flag ? [|LoadAsync()|] : Task.CompletedTask;
            _ = [|Task.WhenAll(LoadAsync(), LoadAsync())|];
            Task later;
            later = [|LoadAsync()|];
            var first = [|LoadAsync()|];
            var second = first;
            var tasks = new List<Task>();
            tasks.Add([|LoadAsync()|]);
            _ = [|Task.Run(async () => await LoadAsync())|].ContinueWith(static task => Console.WriteLine(task.Exception));
            Action start = () => _ = [|LoadAsync()|];
            start();
            await Task.Delay(1, token);
        }
        """);

    [Fact]
    public Task Not_flagged_where_it_is_seen() => Reports("""
        private Task? warmUp;

        [Node] public Task Returns() => LoadAsync();
        [Node] public async Task Awaits(bool flag, string[] items, CancellationToken token)
        {
            await LoadAsync();
            await LoadAsync().ConfigureAwait(false);
            await LoadAsync().WaitAsync(TimeSpan.FromSeconds(1), token);
            var started = LoadAsync();
            await Task.Delay(1, token);
            await started;
            Task either;
            if (flag)
                either = LoadAsync();
            else
                either = CountAsync().AsTask();
            await either;
            await (flag switch { true => LoadAsync(), _ => Task.CompletedTask });
            await Task.WhenAll(items.Select(item => LoadAsync()));
            var tasks = items.Select(async item => await LoadAsync()).ToList();
            tasks.Add(LoadAsync());
            while (tasks.Count > 0)
                tasks.Remove(await Task.WhenAny(tasks));
            var handled = LoadAsync().ContinueWith(task => Console.WriteLine(task.Exception));
            await handled;
            warmUp ??= LoadAsync();
            Handle(LoadAsync());
            var captured = LoadAsync();
            Func<Task> finish = () => captured;
            await finish();
            await using var resource = await OpenAsync();
            using (var disposed = LoadAsync())
                await Task.Delay(1, token);
            using var alsoDisposed = LoadAsync();
            await foreach (var item in ReadAsync())
                Console.WriteLine(item);
            var timeout = Task.Delay(100, token);
            if (await Task.WhenAny(LoadAsync(), timeout) == timeout)
                throw new TimeoutException();
            var polled = LoadAsync();
            if (polled.IsFaulted)
                throw polled.Exception;
            _ = Task.FromResult(1);
            await Parallel.ForEachAsync(items, token, async (item, token) => await LoadAsync());
            _ = await CountAsync();

            async IAsyncEnumerable<int> ReadAsync() { yield return await CountAsync(); }
        }

        [Node] public void Blocks() { LoadAsync().Wait(); _ = CountAsync().Result; LoadAsync().GetAwaiter().GetResult(); }

        private static void Handle(Task task) { }
        private static Task<MemoryStream> OpenAsync() => Task.FromResult(new MemoryStream());
        """);

    [Fact]
    public Task Not_flagged_where_its_end_is_told_by_other_means() => Reports("""
        [Node] public async Task Pipeline(string[] items, CancellationToken token)
        {
            var channel = System.Threading.Channels.Channel.CreateBounded<string>(10);
            _ = ProduceAsync(channel.Writer);
            _ = Task.Run(() => channel.Writer.TryComplete());
            _ = FillAsync();
            await foreach (var item in channel.Reader.ReadAllAsync(token))
                Console.WriteLine(item);

            async Task FillAsync()
            {
                foreach (var item in items)
                    await channel.Writer.WriteAsync(item, token);
                channel.Writer.Complete();
            }
        }

        [Node] public async Task<int> OwnThread()
        {
            var end = new TaskCompletionSource<int>();
            new Thread(() => end.SetResult(1)) { IsBackground = true }.Start();
            ThreadPool.QueueUserWorkItem(_ => end.TrySetResult(2));
            return await end.Task;
        }

        private static Task ProduceAsync(System.Threading.Channels.ChannelWriter<string> writer) => Task.CompletedTask;
        """);

    [Fact]
    public Task Not_flagged_for_writes_of_chunks_and_outside_of_nodes() => Reports("""
        [Node] public async Task Writes(ChunkWriter<string> chunks) { _ = chunks.WriteAsync(""); _ = chunks.WriteAsync("").AsTask(); await Task.Yield(); }
        [Node] public async Task Statement() { await Task.Yield(); LoadAsync(); }
        public void Helper() { _ = LoadAsync(); Task.Run(Work); }
        """);

    [Fact]
    public Task Not_flagged_while_it_is_typed() => Reports("""
        [Node] public void Half()
        {
            _ = {|CS0103:UnknownAsync|}();
            {|CS0103:task|} = LoadAsync();
            _ = Task.{|CS0117:Ru|}(Work);
        }
        """);

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<StartedTaskAnalyzer>.Reports("""
        // <auto-generated/>
        [AgentModule]
        public partial class Shop
        {
            [Node] public void Start() { _ = Task.Run(() => { }); }
        }
        """);

    [Fact]
    public Task Mended() => Mend<StartedTaskAnalyzer, AwaitFix>.To(
        """
        [AgentModule]
        public partial class Shop
        {
            [Node]
            public async Task<string> Order(string item, CancellationToken token)
            {
                // Sends a mail.
                _ = {|AGENT0404:SendAsync(item)|}.ConfigureAwait(false);
                Task packing = {|AGENT0404:Task.Run(() => Console.WriteLine(item), token)|};    // in the cellar
                await Task.Delay(1, token);
                return item;
            }

            [Node] public void Return(string item) => {|AGENT0404:SendAsync(item)|};

            private static Task<int> SendAsync(string item) => Task.FromResult(item.Length);
        }
        """,
        """
        [AgentModule]
        public partial class Shop
        {
            [Node]
            public async Task<string> Order(string item, CancellationToken token)
            {
                // Sends a mail.
                await SendAsync(item).ConfigureAwait(false);
                await Task.Run(() => Console.WriteLine(item), token);    // in the cellar
                await Task.Delay(1, token);
                return item;
            }

            [Node] public async Task Return(string item) => await SendAsync(item);

            private static Task<int> SendAsync(string item) => Task.FromResult(item.Length);
        }
        """);

    [Fact]
    public Task Mended_only_where_it_is_sure() => Mend<StartedTaskAnalyzer, AwaitFix>.Nothing("""
        [AgentModule]
        public partial class Shop
        {
            [Node]
            public async Task Order(bool flag, CancellationToken token)
            {
                {|AGENT0404:new Thread(Work).Start()|};
                {|AGENT0404:ThreadPool.QueueUserWorkItem(_ => Work())|};
                _ = flag ? {|AGENT0404:LoadAsync()|} : null;
                Action start = () => _ = {|AGENT0404:LoadAsync()|};
                start();
                var loading = {|AGENT0404:LoadAsync()|};
                Console.WriteLine(nameof(loading));
                Task later;
                later = {|AGENT0404:LoadAsync()|};
                await Task.Delay(1, token);
            }

            private static Task LoadAsync() => Task.CompletedTask;
            private static void Work() { }
        }
        """);

    [Fact]
    public Task Mended_where_the_node_is_named_and_not_called() => Mend<StartedTaskAnalyzer, AwaitFix>.To(
        """
        [AgentModule]
        public partial class Shop
        {
            /// <summary>Leads to <see cref="Load"/>.</summary>
            [Node] public void Start([To(nameof(Load))] Edge other) => other.Emit();
            [Node] public int Load() { _ = {|AGENT0404:LoadAsync()|}; return 1; }
            private static Task LoadAsync() => Task.CompletedTask;
        }
        """,
        """
        [AgentModule]
        public partial class Shop
        {
            /// <summary>Leads to <see cref="Load"/>.</summary>
            [Node] public void Start([To(nameof(Load))] Edge other) => other.Emit();
            [Node] public async Task<int> Load() { await LoadAsync(); return 1; }
            private static Task LoadAsync() => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Mended_only_where_nobody_uses_what_the_node_returns_now() => Mend<StartedTaskAnalyzer, AwaitFix>.Nothing("""
        [AgentModule]
        public partial class Shop
        {
            [Node] public int Load() { _ = {|AGENT0404:LoadAsync()|}; return 1; }
            private static Task LoadAsync() => Task.CompletedTask;
        }

        public static class Tests { public static int Run(Shop shop) => shop.Load(); }
        """);

    [Fact]
    public Task All_mended() => Mend<StartedTaskAnalyzer, AwaitFix>.To(
        "[AgentModule] public partial class X { [Node] public string A() { {|AGENT0404:Task.Run(B)|}; _ = {|AGENT0404:Task.Run(B)|}; return \"\"; } void B() { } }",
        "[AgentModule] public partial class X { [Node] public async Task<string> A() { await Task.Run(B); await Task.Run(B); return \"\"; } void B() { } }");

    private static Task Reports(string members) => Check<StartedTaskAnalyzer>.Reports(
        $$"""
        [AgentModule]
        public partial class Shop
        {
        {{members}}
        }
        """,
        """
        public partial class Shop
        {
            private Task LoadAsync() => Task.CompletedTask;
            private ValueTask<int> CountAsync() => new(1);
            private void Work() { }
        }
        """);
}
