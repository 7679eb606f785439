using System.Text.Json.Serialization;

namespace Support;

public sealed record Conversation(string Customer, IReadOnlyList<string> Messages);

public sealed record ToolCall(string Name, string Argument);

public sealed record Answer(string Text, string Language);

public sealed record Piece(string Text, ToolCall? Tool);

[ChunkUnion]
public abstract partial record Token
{
    public sealed record Text(string Value) : Token;

    public sealed record Tool(string Name) : Token;
}

public interface IChatModel
{
    IAsyncEnumerable<Piece> CompleteAsync(IReadOnlyList<string> messages, CancellationToken cancellationToken);
}

public interface ITool
{
    string Name { get; }

    Task<string> UseAsync(string argument, CancellationToken cancellationToken);
}

[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(ToolCall))]
[JsonSerializable(typeof(Answer))]
[JsonSerializable(typeof(string))]
public sealed partial class SupportJson : JsonSerializerContext;
