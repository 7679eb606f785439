using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <content>
/// Payloads as a journal holds them: always as what they are declared as, for it is that as which they are read again.
/// </content>
internal sealed partial class PayloadJson
{
    /// <summary>How large a payload may be.</summary>
    public int MaxBytes { get; set; } = int.MaxValue;

    /// <summary>Writes a payload.</summary>
    /// <param name="value">The payload.</param>
    /// <param name="node">The node that hands it over.</param>
    /// <param name="member">What it is of the node.</param>
    /// <exception cref="PayloadException">It cannot be written.</exception>
    /// <exception cref="AgentLimitException">It is too large.</exception>
    public byte[] Write<T>(T value, string node, string member)
    {
        byte[] written;
        try
        {
            var info = (JsonTypeInfo<T>)JsonOptions.GetTypeInfo(typeof(T));
            NodeInputWriter.ThrowUnlessAsDeclared(value, info);
            written = JsonSerializer.SerializeToUtf8Bytes(value, info);
        }
        catch (Exception exception)
        {
            throw new PayloadException(node, member, typeof(T), exception);
        }

        return Checked(written);
    }

    /// <summary>Writes the inputs of a node.</summary>
    /// <exception cref="PayloadException">They cannot be written.</exception>
    /// <exception cref="AgentLimitException">They are too large.</exception>
    public byte[] WriteInputs<TInput>(TInput value, NodeInput<TInput> input, string node)
    {
        byte[] written;
        try
        {
            written = WriteInputs(value, input, asDeclared: true).ToArray();
        }
        catch (Exception exception)
        {
            throw new PayloadException(
                node, $"input ({string.Join(", ", input.Parameters.Select(static parameter => parameter.Name))})", typeof(TInput), exception);
        }

        return Checked(written);
    }

    /// <summary>Reads a payload.</summary>
    /// <exception cref="PayloadException">It is not what it is declared as.</exception>
    public T? Read<T>(JsonElement json, string node, string member)
    {
        try
        {
            return json.Deserialize((JsonTypeInfo<T>)JsonOptions.GetTypeInfo(typeof(T)));
        }
        catch (Exception exception)
        {
            throw new PayloadException(node, member, typeof(T), exception);
        }
    }

    /// <inheritdoc cref="Read{T}(JsonElement, string, string)"/>
    public T? Read<T>(ReadOnlySpan<byte> json, string node, string member)
    {
        try
        {
            return JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)JsonOptions.GetTypeInfo(typeof(T)));
        }
        catch (Exception exception)
        {
            throw new PayloadException(node, member, typeof(T), exception);
        }
    }

    /// <summary>The payloads of agents of which no JSON is known, each as a line that says where and why.</summary>
    public IReadOnlyList<string> FindMissing(IEnumerable<AgentDefinition> agents)
    {
        var missing = new List<string>();
        foreach (var (place, type) in agents.SelectMany(PayloadsOf).DistinctBy(static payload => payload.Type))
        {
            try
            {
                JsonOptions.GetTypeInfo(type);
            }
            catch (Exception exception) when (exception is NotSupportedException or InvalidOperationException)
            {
                missing.Add($"{place} of type {type}: {exception.Message}");
            }
        }

        return missing;
    }

    private static IEnumerable<(string Place, Type Type)> PayloadsOf(AgentDefinition agent)
    {
        if (agent.ResultType is { } result)
            yield return ($"the result of agent '{agent.Name}'", result);
        foreach (var node in agent.AllNodes)
        {
            var place = $"of node '{node.Name}' of agent '{agent.Name}'";
            // The input of an aggregate follows from its items.
            foreach (var parameter in node.IsAggregate ? [] : node.Parameters)
                yield return ($"input '{parameter.Name}' {place}", parameter.Type);
            if (node.Stream is { } stream)
                yield return ($"the chunks {place}", stream.ChunkType);
            if (node.StartValue is { } value)
                yield return ($"the start value {place}", value.ValueType);
            foreach (var edge in node.Edges.Where(static edge => edge.ItemType is not null))
                yield return ($"the items of edge '{edge.Name}' {place}", edge.ItemType!);
            foreach (var input in node.HumanInputs)
            {
                yield return ($"the questions of '{input.Name}' {place}", input.QuestionType);
                yield return ($"the answers to '{input.Name}' {place}", input.AnswerType);
            }
        }
    }

    private byte[] Checked(byte[] written) => written.Length <= MaxBytes
        ? written
        : throw new AgentLimitException(nameof(RunLimits.PayloadBytes), MaxBytes);
}
