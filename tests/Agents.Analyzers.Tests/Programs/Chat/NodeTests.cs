using System.Globalization;
using Agents.Infrastructure;

namespace Chat;

internal sealed class Recorder<T> : ChunkWriter<T>
{
    public List<T> Written { get; } = [];

    public override ValueTask WriteAsync(T chunk, CancellationToken cancellationToken = default)
    {
        Written.Add(chunk);
        return default;
    }
}

internal sealed class Target<T> : EdgeTarget<T>
{
    public List<T> Emitted { get; } = [];

    public override void Emit(NodeAttempt? attempt, T input) => Emitted.Add(input);
}

/// <summary>Names every text the same; nothing runs behind it.</summary>
internal sealed class FixedTitles(string title) : Assistants.TitlesClient
{
    public int Calls { get; private set; }

    public override Task<string> InvokeAsync(string text, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        return Task.FromResult(title);
    }
}

internal sealed class ScriptedModel(params Answer[] answers) : IChatModel
{
    private int next;

    public Task<Answer> NextAsync(Conversation conversation, Action<string> onDelta, CancellationToken cancellationToken)
    {
        var answer = answers[next++];
        if (answer is Answer.Say say)
            Array.ForEach(say.Text.Split(' '), onDelta);
        return Task.FromResult(answer);
    }
}

/// <summary>Nodes are methods: tests call them.</summary>
internal static class NodeTests
{
    private static readonly Conversation Hello = new("c", [new Message(Role.User, "hello")]);

    public static async Task<string> A_text_is_written_word_by_wordAsync()
    {
        var (chunks, calls, titles) = (new Recorder<ReplyChunk>(), new Target<(Conversation, ToolCall, ToolCall[], int)>(), new FixedTitles("Greeting"));
        var talk = new Assistants.Talk(new ScriptedModel(new Answer.Say("good day")), titles);
        var reply = await talk.Think(Hello, chunks, new Edge<Conversation, ToolCall, ToolCall[], int>(calls), default);
        return $"{reply?.Text} {chunks.Written.Count} {calls.Emitted.Count} {titles.Calls}";
    }

    public static string Tools_are_called_in_turn()
    {
        var (chunks, think, next) = (new Recorder<ReplyChunk>(), new Target<(Conversation, int)>(), new Target<(Conversation, ToolCall, ToolCall[], int)>());
        var talk = new Assistants.Talk(new ScriptedModel(), new FixedTitles(""));
        var task = talk.UseToolAsync(
            Hello, new ToolCall("add", "1 2"), [new ToolCall("add", "3 4")], 1, chunks, new Edge<Conversation, int>(think),
            new Edge<Conversation, ToolCall, ToolCall[], int>(next), Calculator.Make(), CancellationToken.None);
        task.GetAwaiter().GetResult();      // a test may wait: all of it is done at once
        return $"{think.Emitted.Count} {next.Emitted is [(_, ToolCall { Argument: "3 4" }, [], 2)]} {chunks.Written.Count}";
    }

    public static string Titles_are_short() => new Assistants.Titles().Shorten("one two three four");
}

internal static class Calculator
{
    public static Toolbox Make() => new Toolbox()
        .Add("add", (argument, _) => new($"{argument.Split(' ').Sum(part => int.Parse(part, CultureInfo.InvariantCulture))}"))
        .Add("nothing", async (_, cancellationToken) =>
        {
            await Task.Delay(1, cancellationToken);
            return null;
        });
}
