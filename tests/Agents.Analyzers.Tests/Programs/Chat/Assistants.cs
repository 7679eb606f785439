using System.Diagnostics.CodeAnalysis;

namespace Chat;

/// <summary>What the model answers: text, or tools to call.</summary>
internal abstract record Answer
{
    internal sealed record Say(string Text) : Answer;

    internal sealed record Use(params ToolCall[] Calls) : Answer;
}

internal interface IChatModel
{
    Task<Answer> NextAsync(Conversation conversation, Action<string> onDelta, CancellationToken cancellationToken);
}

internal delegate ValueTask<string?> Tool(string argument, CancellationToken cancellationToken);

/// <summary>The tools by their names.</summary>
internal sealed class Toolbox
{
    private readonly Dictionary<string, Tool> tools = new(StringComparer.Ordinal);

    public Toolbox Add(string name, Tool tool)
    {
        tools.Add(name, tool);
        return this;
    }

    public bool TryFind(string name, [NotNullWhen(true)] out Tool? tool) => tools.TryGetValue(name, out tool);
}

/// <summary>The agents of this host; nested, so that their names are short where they are used.</summary>
internal static partial class Assistants
{
    /// <summary>Asks the model, calls what tools it wants one after the other, and asks again.</summary>
    [AgentModule("chat", MaxAttempts = 2)]
    internal sealed partial class Talk(IChatModel model, TitlesClient titles)
    {
        private const int MostTools = 8;

        [Node(Entry = true)]
        public async Task<Reply?> Think(
            Conversation conversation, ChunkWriter<ReplyChunk> chunks, [To(nameof(UseToolAsync))] Edge<Conversation, ToolCall, ToolCall[], int> call,
            CancellationToken cancellationToken, int used = 0)
        {
            // The model calls back synchronously: what it says is kept, and written in its order.
            var deltas = new Queue<string>();
            var answer = await model.NextAsync(conversation, deltas.Enqueue, cancellationToken);
            while (deltas.TryDequeue(out var delta))
                await chunks.TextAsync(delta, cancellationToken);
            switch (answer)
            {
                case Answer.Say(var text):
                    return new Reply(conversation.Messages.Length > 1 ? text : $"{await TitleAsync(text)}: {text}", used);
                case Answer.Use { Calls: [var first, .. var others] } when used < MostTools:
                    call.Emit(conversation, first, others, used + 1);
                    return null;
                case Answer.Use { Calls.Length: 0 }:
                    throw new InvalidOperationException("The model wants tools, and names none.");
                default:
                    throw new NonRetryableException($"More than {MostTools} tools are used.");
            }

            Task<string> TitleAsync(string text) => titles.InvokeAsync(text, cancellationToken: cancellationToken);
        }

        [Node("use-tool", TimeoutSeconds = 30)]
        public async Task UseToolAsync(
            Conversation conversation, ToolCall call, ToolCall[] others, int used, ChunkWriter<ReplyChunk> chunks,
            Edge<Conversation, int> think, [To(nameof(UseToolAsync))] Edge<Conversation, ToolCall, ToolCall[], int> next,
            [Service] Toolbox toolbox, CancellationToken cancellationToken)
        {
            await chunks.CallingAsync(call.Tool, call.Argument, cancellationToken);
            var answer = toolbox.TryFind(call.Tool, out var tool) ? await tool(call.Argument, cancellationToken) : $"There is no tool '{call.Tool}'.";
            await chunks.CalledAsync(call.Tool, answer, cancellationToken);
            var after = conversation.With(Role.Tool, answer ?? "");
            if (others is [var following, .. var rest])
                next.Emit(after, following, rest, used + 1);
            else
                think.Emit(after, used);
        }
    }

    /// <summary>Finds a title for a conversation.</summary>
    [AgentModule]
    internal partial class Titles
    {
        [Node]
        protected internal virtual string Shorten(string text) => text.Split(' ', 3) is [var first, var second, _] ? $"{first} {second}" : text;
    }
}
