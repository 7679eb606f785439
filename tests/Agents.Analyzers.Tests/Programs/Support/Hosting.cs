using Microsoft.Extensions.Hosting;

namespace Support;

/// <summary>Hosts the agents, serves them, and talks to them in the background.</summary>
public static class Hosting
{
    public static IHost Build(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddSingleton<Func<string, IChatModel>>(_ => _ => throw new NotSupportedException("No model is set up."));
        builder.Services.AddAgents(options => options.MaxConcurrency = 64).AddJson(SupportJson.Default).AddMyAppAgents();
        builder.Services.AddHostedService<Greeter>();
        return builder.Build();
    }

    /// <summary>Writes a run's tokens as server-sent events.</summary>
    public static async Task ServeAsync(Desk.AssistantClient assistant, string id, TextWriter response, CancellationToken cancellationToken)
    {
        if (!RunId.TryParse(id, out var known) || await assistant.GetRunAsync(known, cancellationToken) is not { } run)
        {
            await response.WriteLineAsync("404");
            return;
        }

        await foreach (var item in run.Turn.StreamAsync().ReadItemsAsync().WithCancellation(cancellationToken))
            await response.WriteLineAsync($"id: {item.Cursor}");
    }

    public static async Task PumpAsync(Desk.AssistantRun run, Func<string, Task> send, CancellationToken cancellationToken)
    {
        await using var subscription = run.Turn.Subscribe(
            text: text => send(text.Value),
            tool: async tool =>
            {
                await send("(");
                await send($"{tool.Name})");
            });
        await subscription.Completion.WaitAsync(cancellationToken);
    }
}

/// <summary>Greets when the host starts.</summary>
internal sealed class Greeter(Desk.AssistantClient assistant) : BackgroundService
{
    private Desk.AssistantRun? last;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        last = await assistant.StartAsync(new Conversation("all", ["Good morning"]), cancellationToken: stoppingToken);
        var answer = await last.GetResultAsync(stoppingToken);
        Console.WriteLine(answer.Text);
    }
}

/// <summary>A stand-in for tests of what calls the agent.</summary>
internal sealed class FakeTranslator : Desk.TranslatorClient
{
    public List<string> Asked { get; } = [];

    public override Task<string> InvokeAsync(
        string text, string language, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        Asked.Add(text);
        return Task.FromResult(text.ToUpperInvariant());
    }
}

/// <summary>Nodes are plain methods: a test calls them.</summary>
internal static class NodeTests
{
    public static async Task Translates_each_word()
    {
        var words = new Recorder<string>();
        var text = await new Desk.Translator().Translate("two words", "da", words, CancellationToken.None);
        if (text != "two-da words-da" || words.Chunks.Count != 2)
            throw new InvalidOperationException("It does not.");
    }

    private sealed class Recorder<T> : ChunkWriter<T>
    {
        public List<T> Chunks { get; } = [];

        public override ValueTask WriteAsync(T chunk, CancellationToken cancellationToken = default)
        {
            Chunks.Add(chunk);
            return ValueTask.CompletedTask;
        }
    }
}
