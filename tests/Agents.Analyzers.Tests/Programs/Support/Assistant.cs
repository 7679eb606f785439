namespace Support;

/// <summary>A place for agents that belong together.</summary>
public static partial class Desk
{
    /// <summary>Answers by turns of a model that may call tools.</summary>
    [AgentModule("assistant")]
    public sealed partial class Assistant(Func<string, IChatModel> models, TranslatorClient translator)
    {
        private IChatModel Model { get; } = models("small");

        [Node(Entry = true)]
        public async Task<Answer?> Turn(
            Conversation conversation, ChunkWriter<Token> tokens, Edge<Conversation, ToolCall> callTool, NodeContext context, CancellationToken cancellationToken)
        {
            var text = new System.Text.StringBuilder();
            var calls = 0;
            await foreach (var piece in Model.CompleteAsync(conversation.Messages, cancellationToken))
            {
                if (piece.Tool is { } tool)
                {
                    calls++;
                    callTool.Emit(conversation, tool);
                    await tokens.ToolAsync(tool.Name, cancellationToken);
                    continue;
                }

                text.Append(piece.Text);
                await tokens.TextAsync(piece.Text, cancellationToken);
            }

            if (calls > 0)
                return null;
            var language = context.Metadata.GetValueOrDefault("language", "en");
            var answer = language == "en" ? text.ToString() : await translator.InvokeAsync(text.ToString(), language, cancellationToken: cancellationToken);
            return new Answer(answer, language);
        }

        [Node]
        public async Task CallTool(
            Conversation conversation, ToolCall call, [Service] IEnumerable<ITool> tools, Edge<Conversation> turn, CancellationToken cancellationToken)
        {
            var tool = tools.FirstOrDefault(tool => tool.Name == call.Name);
            var said = tool is null ? $"There is no tool '{call.Name}'." : await tool.UseAsync(call.Argument, cancellationToken);
            turn.Emit(conversation with { Messages = [.. conversation.Messages, said] });
        }
    }

    /// <summary>Translates, and streams its words.</summary>
    [AgentModule]
    public sealed partial class Translator
    {
        [Node]
        public async Task<string> Translate(string text, string language, ChunkWriter<string> words, CancellationToken cancellationToken)
        {
            var translated = new List<string>();
            foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var one = $"{word}-{language}";
                translated.Add(one);
                await words.WriteAsync(one, cancellationToken);
            }

            return string.Join(' ', translated);
        }
    }
}
