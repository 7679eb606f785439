using System.Globalization;
using System.Text;

namespace Agents;

/// <summary>Draws a graph.</summary>
internal static class GraphText
{
    internal static string ToMermaid(AgentGraph graph)
    {
        var text = new StringBuilder("flowchart TD\n");
        var ids = graph.Nodes.Select((node, index) => (node.Name, Id: $"n{index}")).ToDictionary(pair => pair.Name, pair => pair.Id);
        foreach (var node in graph.Nodes)
        {
            var label = node.ChunkType is { } chunk ? $"{node.Name}<br/>streams {NameOf(chunk)}" : node.Name;
            label = label.Replace("\"", "#quot;", StringComparison.Ordinal);
            text.Append(CultureInfo.InvariantCulture, $"    {ids[node.Name]}{Shape(node, label)}\n");
        }

        var people = graph.Nodes.SelectMany(static node => node.HumanInputs).Distinct().Index().ToDictionary(pair => pair.Item, pair => $"p{pair.Index}");
        foreach (var (input, id) in people)
            text.Append(CultureInfo.InvariantCulture, $"    {id}{{{{\"{input.Name}\"}}}}\n");
        foreach (var node in graph.Nodes)
        {
            foreach (var edge in node.Edges)
            {
                var payload = edge.Payload.Count > 0 ? $"|\"{string.Join(", ", edge.Payload.Select(NameOf))}\"|" : "";
                text.Append(CultureInfo.InvariantCulture, $"    {ids[node.Name]} -->{payload} {ids[edge.Target]}\n");
            }

            foreach (var input in node.HumanInputs)
            {
                var exchange = $"{NameOf(input.QuestionType)} → {NameOf(input.AnswerType)}";
                text.Append(CultureInfo.InvariantCulture, $"    {ids[node.Name]} -.-|\"{exchange}\"| {people[input]}\n");
            }

            if (node.Aggregate is { } aggregate)
                text.Append(CultureInfo.InvariantCulture, $"    {ids[node.Name]} -. scope .-> {ids[aggregate]}\n");
            if (node.GivesResult)
                text.Append(CultureInfo.InvariantCulture, $"    {ids[node.Name]} -.-> result((\"{NameOf(graph.ResultType!)}\"))\n");
        }

        return text.ToString();
    }

    private static string Shape(GraphNode node, string label) => node switch
    {
        { Kind: GraphNodeKind.AggregateStart } => $"[/\"{label}\"\\]",
        { Kind: GraphNodeKind.Aggregate } => $"[\\\"{label}\"/]",
        { IsEntry: true } => $"([\"{label}\"])",
        _ => $"[\"{label}\"]",
    };

    internal static string NameOf(Type type)
    {
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return NameOf(underlying) + "?";
        if (KeywordOf(type) is { } keyword)
            return keyword;
        if (!type.IsGenericType)
            return type.Name;
        var name = type.Name;
        var tick = name.IndexOf('`', StringComparison.Ordinal);
        return $"{(tick < 0 ? name : name[..tick])}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";
    }

    private static string? KeywordOf(Type type) => type.IsEnum ? null : Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => "bool",
        TypeCode.Byte => "byte",
        TypeCode.SByte => "sbyte",
        TypeCode.Char => "char",
        TypeCode.Int16 => "short",
        TypeCode.UInt16 => "ushort",
        TypeCode.Int32 => "int",
        TypeCode.UInt32 => "uint",
        TypeCode.Int64 => "long",
        TypeCode.UInt64 => "ulong",
        TypeCode.Single => "float",
        TypeCode.Double => "double",
        TypeCode.Decimal => "decimal",
        TypeCode.String => "string",
        _ => type == typeof(object) ? "object" : null,
    };
}
