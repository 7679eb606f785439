using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

public sealed record Order(string Id, int Pieces);

public sealed record Invoice(string Order, decimal Total);

[AgentModule]
public sealed partial class Shop
{
    [Node]
    public Invoice Sell(Order order) => new(order.Id, 9.90m * order.Pieces);
}

#region bad
[JsonSerializable(typeof(Order))]
public sealed partial class ShopJson : JsonSerializerContext;

public static class Setup
{
    public static void AddTo(IServiceCollection services) => services.AddAgents().AddJson(ShopJson.Default).AddShop();
}
#endregion

#region good
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Invoice))]
public sealed partial class ShopJson : JsonSerializerContext;

public static class Setup
{
    public static void AddTo(IServiceCollection services) => services.AddAgents().AddJson(ShopJson.Default).AddShop();
}
#endregion

// The source generator of JSON writes this part.
partial class ShopJson
{
    private ShopJson()
        : base(null)
    {
    }

    public static ShopJson Default { get; } = new();

    protected override JsonSerializerOptions? GeneratedSerializerOptions => null;

    public override JsonTypeInfo? GetTypeInfo(Type type) => null;
}
