namespace Warehouse;

internal record Order(Guid Id, string Customer, IReadOnlyList<OrderLine> Lines);

internal sealed record RushOrder(Guid Id, string Customer, IReadOnlyList<OrderLine> Lines, DateTimeOffset Deadline) : Order(Id, Customer, Lines);

internal readonly record struct OrderLine(string Article, int Pieces, decimal Price);

internal sealed record Receipt(Guid Order, decimal Sum, DateTimeOffset At);

[ChunkUnion]
internal abstract partial record PackingStep
{
    internal sealed record Packed(string Article, int Pieces) : PackingStep;

    internal sealed record Labelled(string Label) : PackingStep;
}

internal interface IStock : IAsyncDisposable
{
    Task ReserveAsync(OrderLine line, CancellationToken cancellationToken);
}

internal interface ICreditCheck
{
    ValueTask<bool> IsGoodAsync(string customer, string region, CancellationToken cancellationToken);
}
