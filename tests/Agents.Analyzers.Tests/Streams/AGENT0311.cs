using Agents.Analyzers.Tests.Harness;
using Agents.CodeFixes;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Agents.Analyzers.Tests.Streams;

public class AGENT0311
{
    private const string Union = """
        [ChunkUnion]
        public abstract partial record ItemChunk
        {
            public sealed record Progress(int Processed) : ItemChunk;
            public sealed record Completed(string Item) : ItemChunk;
        }

        public interface IHub
        {
            Task SendAsync(object value);
            Task<int> CountAsync(object value);
            ValueTask PostAsync(object value);
            ValueTask<bool> OfferAsync(object value);
        }
        """;

    private const string SwitchAdvice = "await SwitchAsync instead";
    private const string CasesAdvice = "let all handlers return a task";
    private const string Advice = "let it return a task";

    [Fact]
    public Task Flagged_in_a_switch() => Flags(
        """
        class Screen(IHub hub)
        {
            void Show(ItemChunk chunk)
            {
                chunk.Switch(progress: p => Console.WriteLine(p), completed: {|#0:async c =>|} await hub.SendAsync(c));
                chunk.Switch({|#1:async delegate|} { await hub.SendAsync(1); }, {|#2:static async (c) =>|}
                {
                    await Task.Delay(1);
                });
                chunk.Switch(completed: Completed, progress: {|#3:Progress|});
                chunk?.Switch(p => {|#4:hub.SendAsync(p)|}, c => {|#5:hub?.CountAsync(c)|});
                chunk!.Switch(p => {|#6:hub.PostAsync(p)|}, c => {|#7:hub.OfferAsync(c)|});

                async void Progress(ItemChunk.Progress progress) => await hub.SendAsync(progress);
            }

            void Completed(ItemChunk.Completed completed) { }
        }
        """,
        Rule(0, "completed", "Switch", SwitchAdvice),
        Rule(1, "progress", "Switch", SwitchAdvice),
        Rule(2, "completed", "Switch", SwitchAdvice),
        Rule(3, "progress", "Switch", SwitchAdvice),
        Rule(4, "progress", "Switch", SwitchAdvice),
        Rule(5, "completed", "Switch", SwitchAdvice),
        Rule(6, "progress", "Switch", SwitchAdvice),
        Rule(7, "completed", "Switch", SwitchAdvice));

    [Fact]
    public Task Flagged_in_a_subscription_by_cases() => Flags(
        """
        class Screen(IHub hub)
        {
            void Show(NodeStream<ItemChunk> stream)
            {
                stream.Subscribe(progress: p => Console.WriteLine(p), completed: {|#0:async c =>|} await hub.SendAsync(c));
                stream.Subscribe(p => { }, c => { }, update: {|#1:async u =>|} await hub.SendAsync(u));
                stream.Subscribe(Post, Post, {|#2:async u =>|} await hub.SendAsync(u));
                stream.Subscribe(p => {|#3:hub.SendAsync(p)|}, c => { });
            }

            ValueTask Post(object chunk) => hub.PostAsync(chunk);
        }
        """,
        Rule(0, "completed", "Subscribe", CasesAdvice),
        Rule(1, "update", "Subscribe", CasesAdvice),
        Rule(2, "update", "Subscribe", CasesAdvice),
        Rule(3, "progress", "Subscribe", CasesAdvice));

    [Fact]
    public Task Flagged_in_a_subscription_of_updates() => Flags(
        """
        class Screen(IHub hub)
        {
            void Show(NodeStream<string> stream, InvocationId invocation)
            {
                stream.Subscribe({|#0:Update|});
                stream.Subscribe(invocation, (Action<StreamUpdate<string>>)({|#1:async update =>|} await hub.SendAsync(update)));
                stream.SubscribeAll(new Action<StreamAllUpdate<string>>({|#2:async update =>|} await hub.SendAsync(update)));
                stream.Subscribe(update => {|#3:hub.OfferAsync(update)|});
            }

            async void Update(StreamUpdate<string> update) => await hub.SendAsync(update);
        }
        """,
        Rule(0, "handler", "Subscribe", Advice),
        Rule(1, "handler", "Subscribe", Advice),
        Rule(2, "handler", "SubscribeAll", Advice),
        Rule(3, "handler", "Subscribe", Advice));

    [Fact]
    public Task Not_flagged_where_somebody_waits() => Flags("""
        class Screen(IHub hub)
        {
            async Task Show(ItemChunk chunk, NodeStream<ItemChunk> stream, InvocationId invocation)
            {
                await chunk.SwitchAsync(async p => await hub.SendAsync(p), c => hub.SendAsync(c));
                await chunk.Match(p => hub.SendAsync(p), async c => await hub.SendAsync(c));
                stream.Subscribe(async p => await hub.SendAsync(p), async c => await hub.SendAsync(c), async u => await hub.SendAsync(u));
                stream.Subscribe(p => hub.PostAsync(p), c => hub.PostAsync(c), u => { });
                stream.Subscribe(async update => await hub.SendAsync(update));
                stream.Subscribe(invocation, async update => { await hub.SendAsync(update); });
                stream.SubscribeAll(async update => await hub.SendAsync(update));
                stream.Subscribe(update => hub.SendAsync(update));
                stream.Subscribe(update => hub.CountAsync(update));
                stream.Subscribe(update => hub.PostAsync(update));
                stream.Subscribe(UpdateAsync);
            }

            Task UpdateAsync(StreamUpdate<ItemChunk> update) => hub.SendAsync(update);
        }
        """);

    [Fact]
    public Task Not_flagged_where_the_task_is_kept_or_dropped_on_purpose() => Flags("""
        class Screen(IHub hub)
        {
            private readonly List<Task> tasks = [];
            private Task? last;

            void Show(ItemChunk chunk, NodeStream<ItemChunk> stream, Action<object> act)
            {
                chunk.Switch(p => tasks.Add(hub.SendAsync(p)), c => last = hub.SendAsync(c));
                chunk.Switch(p => _ = hub.SendAsync(p), c => last ??= hub.SendAsync(c));
                chunk.Switch(p => hub.SendAsync(p).ContinueWith(task => Console.WriteLine(task.Exception)), c => { });
                chunk.Switch(p => hub.SendAsync(p).Wait(), act);
                chunk.Switch(p => { _ = Task.Run(async () => await hub.SendAsync(p)); }, c => Task.Run(() => { }).Wait());
                stream.Subscribe(p => { }, c => { Run(async () => await hub.SendAsync(c)); });
            }

            void Run(Func<Task> work) => work().Wait();
        }
        """);

    [Fact]
    public Task Not_flagged_on_other_types() => Flags("""
        class Button
        {
            public void Subscribe(Action<int> handler) { }
            public void Switch(Action<int> on, Action<int> off) { }
        }
        class Screen
        {
            void Show(Button button)
            {
                button.Subscribe(async i => await Task.Delay(i));
                button.Switch(async i => await Task.Delay(i), i => Task.Delay(i));
            }
        }
        """);

    [Fact]
    public Task Not_flagged_in_generated_code() => Flags("""
        // <auto-generated/>
        class Screen
        {
            void Show(ItemChunk chunk) => chunk.Switch(async p => await Task.Delay(1), c => { });
        }
        """);

    [Fact]
    public Task Not_flagged_while_a_call_is_typed() => Flags("""
        class Screen
        {
            void Show(ItemChunk chunk)
            {
                chunk.{|CS7036:Switch|}(async p => await Task.Delay(1));
                chunk.Switch(async p => await {|CS0103:Dely|}(1), {|CS1525:)|};
            }
        }
        """);

    [Fact]
    public Task Mended_by_an_awaited_switch() => Mends(
        """
        class Screen(IHub hub)
        {
            async Task Show(ItemChunk chunk)
            {
                // Each chunk.
                chunk.Switch(
                    progress: p => Console.WriteLine(p),     // at once
                    completed: {|AGENT0311:async c =>|} await hub.SendAsync(c)); // later
                chunk.Switch(
                    progress: p =>
                    {
                        if (p.Processed == 0)
                            return;
                        Console.WriteLine(p);
                    },
                    completed: {|AGENT0311:async (c) =>|}
                    {
                        await hub.SendAsync(c);
                    });
            }
        }
        """,
        """
        class Screen(IHub hub)
        {
            async Task Show(ItemChunk chunk)
            {
                // Each chunk.
                await chunk.SwitchAsync(
                    progress: p =>
                    {
                        Console.WriteLine(p);
                        return Task.CompletedTask;
                    },     // at once
                    completed: async c => await hub.SendAsync(c)); // later
                await chunk.SwitchAsync(
                    progress: p =>
                    {
                        if (p.Processed == 0)
                            return Task.CompletedTask;
                        Console.WriteLine(p);
                        return Task.CompletedTask;
                    },
                    completed: async (c) =>
                    {
                        await hub.SendAsync(c);
                    });
            }
        }
        """);

    [Fact]
    public Task Mended_for_each_form_of_handler() => Mends(
        """
        class Screen(IHub hub)
        {
            async Task Show(ItemChunk chunk, Screen progress)
            {
                chunk.Switch(progress.Note, {|AGENT0311:async c =>|} await hub.SendAsync(c));
                chunk.Switch(
                    p => // for the log
                        Console.WriteLine(p),
                    {|AGENT0311:async c =>|} await hub.SendAsync(c));
                chunk.Switch(p => throw new NotSupportedException(), c => {|AGENT0311:hub.SendAsync(c)|});
                chunk.Switch(p => { throw new NotSupportedException(); }, static c => {|AGENT0311:Post(c)|});
                chunk.Switch(p => _ = hub.SendAsync(p), {|AGENT0311:async c =>|} await hub.SendAsync(c));
                chunk.Switch(delegate { }, (ItemChunk.Completed c) => {|AGENT0311:hub.CountAsync(c)|});
            }

            void Note(object chunk) { }
            static ValueTask Post(object chunk) => default;
        }
        """,
        """
        class Screen(IHub hub)
        {
            async Task Show(ItemChunk chunk, Screen progress)
            {
                await chunk.SwitchAsync(progress2 =>
                {
                    progress.Note(progress2);
                    return Task.CompletedTask;
                }, async c => await hub.SendAsync(c));
                await chunk.SwitchAsync(
                    p =>
                    {
                        // for the log
                        Console.WriteLine(p);
                        return Task.CompletedTask;
                    },
                    async c => await hub.SendAsync(c));
                await chunk.SwitchAsync(p => throw new NotSupportedException(), c => hub.SendAsync(c));
                await chunk.SwitchAsync(p => { throw new NotSupportedException(); }, static async c => await Post(c));
                await chunk.SwitchAsync(p =>
                {
                    _ = hub.SendAsync(p);
                    return Task.CompletedTask;
                }, async c => await hub.SendAsync(c));
                await chunk.SwitchAsync(delegate { return Task.CompletedTask; }, (ItemChunk.Completed c) => hub.CountAsync(c));
            }

            void Note(object chunk) { }
            static ValueTask Post(object chunk) => default;
        }
        """);

    [Fact]
    public Task Mended_where_the_call_can_be_awaited() => Mends(
        """
        class Screen(IHub hub)
        {
            async Task Arrow(ItemChunk chunk) => chunk.Switch(p => throw new NotSupportedException(), {|AGENT0311:async c =>|} await hub.SendAsync(c));

            void Callbacks(NodeStream<ItemChunk> stream)
            {
                stream.Subscribe(update =>
                {
                    foreach (var chunk in update.New)
                        chunk.Switch(p => throw new NotSupportedException(), {|AGENT0311:async c =>|} await hub.SendAsync(c));
                });
                stream.Subscribe(update => update.New[0].Switch(p => throw new NotSupportedException(), c => {|AGENT0311:hub.SendAsync(c)|}));
            }
        }
        """,
        """
        class Screen(IHub hub)
        {
            async Task Arrow(ItemChunk chunk) => await chunk.SwitchAsync(p => throw new NotSupportedException(), async c => await hub.SendAsync(c));

            void Callbacks(NodeStream<ItemChunk> stream)
            {
                stream.Subscribe(async update =>
                {
                    foreach (var chunk in update.New)
                        await chunk.SwitchAsync(p => throw new NotSupportedException(), async c => await hub.SendAsync(c));
                });
                stream.Subscribe(async update => await update.New[0].SwitchAsync(p => throw new NotSupportedException(), c => hub.SendAsync(c)));
            }
        }
        """);

    [Fact]
    public Task Mended_only_where_the_call_can_be_awaited_and_each_handler_rewritten()
    {
        const string Source = """
        class Screen(IHub hub)
        {
            void NotAsync(ItemChunk chunk, object gate)
            {
                chunk.Switch(p => { }, {|AGENT0311:async c =>|} await hub.SendAsync(c));
                Action act = () => chunk.Switch(p => { }, {|AGENT0311:async c =>|} await hub.SendAsync(c));
            }

            async Task Unsure(ItemChunk chunk, Action<ItemChunk.Progress> act, NodeStream<ItemChunk> stream)
            {
                lock (this)
                    chunk.Switch(p => { }, {|AGENT0311:async c =>|} await hub.SendAsync(c));
                chunk?.Switch(p => { }, {|AGENT0311:async c =>|} await hub.SendAsync(c));
                chunk.Switch(act, {|AGENT0311:async c =>|} await hub.SendAsync(c));
                chunk.Switch({|AGENT0311:OnProgress|}, c => { });
                stream.Subscribe(p => { }, {|AGENT0311:async c =>|} await hub.SendAsync(c), update: null);
                stream.Subscribe(Post, Post, {|AGENT0311:async u =>|} await hub.SendAsync(u));
            }

            ValueTask Post(object chunk) => hub.PostAsync(chunk);

            async void OnProgress(ItemChunk.Progress progress) => await hub.SendAsync(progress);
        }
        """;
        return Mends(Source, Source);
    }

    [Fact]
    public Task Mended_in_subscriptions() => Mends(
        """
        class Screen(IHub hub)
        {
            void Show(NodeStream<ItemChunk> stream)
            {
                stream.Subscribe(
                    progress: p => { },
                    completed: {|AGENT0311:async c =>|} await hub.SendAsync(c),
                    update: u => Console.WriteLine(u));
                stream.Subscribe(p => throw new NotSupportedException(), Completed, {|AGENT0311:async u =>|} await hub.SendAsync(u));
                stream.Subscribe((Action<StreamUpdate<ItemChunk>>)({|AGENT0311:async u =>|} await hub.SendAsync(u)));
                stream.SubscribeAll(new Action<StreamAllUpdate<ItemChunk>>({|AGENT0311:async u =>|} await hub.SendAsync(u)), options: null);
                stream.Subscribe(u => {|AGENT0311:hub.OfferAsync(u)|});
            }

            void Completed(ItemChunk.Completed completed) { }
        }
        """,
        """
        class Screen(IHub hub)
        {
            void Show(NodeStream<ItemChunk> stream)
            {
                stream.Subscribe(
                    progress: p => { return Task.CompletedTask; },
                    completed: async c => await hub.SendAsync(c),
                    update: u => Console.WriteLine(u));
                stream.Subscribe(p => throw new NotSupportedException(), completed =>
                {
                    Completed(completed);
                    return Task.CompletedTask;
                }, async u => await hub.SendAsync(u));
                stream.Subscribe(async u => await hub.SendAsync(u));
                stream.SubscribeAll(async u => await hub.SendAsync(u), options: null);
                stream.Subscribe(async u => await hub.OfferAsync(u));
            }

            void Completed(ItemChunk.Completed completed) { }
        }
        """);

    [Fact]
    public Task All_mended_also_two_in_one_call() => Mend<AsyncHandlerAnalyzer, AsyncHandlerFix>.To(
        [
            Union,
            """
            class Screen(IHub hub)
            {
                async Task Show(ItemChunk chunk) => chunk.Switch({|AGENT0311:async p =>|} await hub.SendAsync(p), c => {|AGENT0311:hub.SendAsync(c)|});
            }
            """,
            "class List(IHub hub) { async Task Show(ItemChunk chunk) { chunk.Switch({|AGENT0311:async p =>|} await hub.SendAsync(p), c => { }); } }",
        ],
        [
            Union,
            """
            class Screen(IHub hub)
            {
                async Task Show(ItemChunk chunk) => await chunk.SwitchAsync(async p => await hub.SendAsync(p), c => hub.SendAsync(c));
            }
            """,
            "class List(IHub hub) { async Task Show(ItemChunk chunk) { await chunk.SwitchAsync(async p => await hub.SendAsync(p), c => { return Task.CompletedTask; }); } }",
        ]);

    private static DiagnosticResult Rule(int location, params object[] arguments) =>
        Check<AsyncHandlerAnalyzer>.Rule(Rules.AsyncHandler, location, arguments);

    private static Task Flags(string source, params DiagnosticResult[] expected) => Check<AsyncHandlerAnalyzer>.Reports([Union, source], expected);

    private static Task Mends(string source, string mended) => Mend<AsyncHandlerAnalyzer, AsyncHandlerFix>.To([Union, source], [Union, mended]);
}
