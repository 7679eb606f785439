using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>Writes and reads what a node that opens scopes returns for its aggregates.</summary>
internal abstract class StartValue
{
    public abstract byte[] Write(object? value, PayloadJson payloads, string node);

    public abstract object? Read(JsonElement value, PayloadJson payloads, string node);

    public static StartValue Of(StartValueDefinition definition) => definition.Accept(Maker.Instance);

    private sealed class Maker : IStartValueVisitor<StartValue>
    {
        public static Maker Instance { get; } = new();

        public StartValue Visit<TStart>(StartValueDefinition<TStart> value) => new StartValue<TStart>();
    }
}

/// <inheritdoc/>
internal sealed class StartValue<TStart> : StartValue
{
    private const string Member = "start value";

    public override byte[] Write(object? value, PayloadJson payloads, string node) => payloads.Write((TStart)value!, node, Member);

    public override object? Read(JsonElement value, PayloadJson payloads, string node) => payloads.Read<TStart>(value, node, Member);
}
