using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace My.Json;

public sealed record Order(string Id, IReadOnlyList<Line> Lines, Address? Address);

public sealed record Line(string Article, int Pieces);

public class Address
{
    public string Street { get; set; } = "";
    public List<string> Names { get; } = [];
}

[AgentModule("orders")]
public sealed partial class Orders
{
    [Node]
    public void Accept(Order order, Edge<Line[]> pack) => pack.Emit([.. order.Lines]);

    [Node]
    public async Task<Receipt> Pack(Line[] lines, ChunkWriter<Packed> packed, CancellationToken cancellationToken)
    {
        foreach (var line in lines)
            await packed.WriteAsync(new Packed { Line = line }, cancellationToken);
        return new(lines.Sum(line => line.Pieces));
    }
}

public sealed record Packed
{
    public required Line Line { get; init; }
}

public readonly record struct Receipt(int Pieces);

[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt), TypeInfoPropertyName = "Paper")]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
public partial class OrderJson(JsonSerializerOptions? options) : JsonSerializerContext(options)
{
    public static OrderJson Default { get; } = new(null);

    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

    public override JsonTypeInfo? GetTypeInfo(Type type) => null;
}

public static class Startup
{
    public static AgentsBuilder Add(IServiceCollection services) => services.AddAgents().AddJson(OrderJson.Default).AddOrders();
}
