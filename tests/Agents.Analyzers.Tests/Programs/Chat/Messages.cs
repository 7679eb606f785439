using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chat;

public enum Role
{
    User,
    Assistant,
    Tool,
}

public sealed record Message(Role Role, string Text);

/// <summary>A conversation so far; each node adds to it by making a new one.</summary>
public sealed record Conversation(string Id, ImmutableArray<Message> Messages)
{
    public Conversation With(Role role, string text) => this with { Messages = Messages.Add(new Message(role, text)) };

    [JsonIgnore]
    public Message? Last => Messages is [.., var last] ? last : null;
}

public sealed record ToolCall(string Tool, string Argument);

public sealed record Reply(string Text, int Tools);

[ChunkUnion]
public abstract partial record ReplyChunk
{
    private ReplyChunk()
    {
    }

    public sealed record Text(string Delta) : ReplyChunk;

    public sealed record Calling(string Tool, string Argument) : ReplyChunk;

    public sealed record Called : ReplyChunk
    {
        [JsonConstructor]
        public Called(string tool, string? answer) => (Tool, Answer) = (tool, answer);

        public string Tool { get; }

        public string? Answer { get; }
    }
}

/// <summary>All that goes over the wire or into the log: there is no reflection where this runs.</summary>
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(ReplyChunk))]
[JsonSerializable(typeof(ToolCall[]))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(int))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
internal sealed partial class ChatJson : JsonSerializerContext;
