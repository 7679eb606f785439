using Agents;

namespace Shop.Orders000;

public sealed record Line(string Article, int Pieces, decimal Price);

public sealed record Order(string Id, string Customer, IReadOnlyList<Line> Lines);

public sealed record Offer(Order Order, decimal Total, string Currency);

public sealed record Receipt(string Order, decimal Paid, IReadOnlyList<string> Notes);

/// <summary>What is told while an order is worked on.</summary>
[ChunkUnion]
public abstract partial record Progress
{
    public sealed record Checked(string Article, int Missing) : Progress;

    public sealed record Packed(string Article, int Box, double Weight) : Progress;

    [ChunkCase("delay")]
    public sealed record Delayed(string Reason, TimeSpan By, DateTimeOffset? Until = null) : Progress;
}

public interface IStock
{
    Task<int> CountAsync(string article, CancellationToken cancellationToken);
}

public interface IBank
{
    Task<bool> ChargeAsync(string customer, decimal amount, string key, CancellationToken cancellationToken);
}

/// <summary>Takes orders: checks, prices, charges, packs and ships them.</summary>
[AgentModule("orders-000", Version = "2", MaxAttempts = 4, TimeoutSeconds = 60)]
public sealed partial class Orders000(TimeProvider clock)
{
    private static readonly string[] Currencies = ["EUR", "SEK", "USD"];

    [Node(Entry = true)]
    public void Accept(Order order, Edge<Order, int> check, Edge<string, string> reject, int priority = 1)
    {
        const int Bulk = 100;
        var pieces = order.Lines.Sum(line => line.Pieces);
        if (order.Lines.Count == 0)
            reject.Emit(order.Id, "It is empty.");
        else
            check.Emit(order, pieces > Bulk ? 0 : priority);
    }

    [Node(MaxConcurrency = 8)]
    public async Task Check(
        Order order, int priority, ChunkWriter<Progress> progress, Edge<Order> price, Edge<Order, int> wait, [Service] IStock stock,
        CancellationToken cancellationToken)
    {
        var missing = 0;
        foreach (var line in order.Lines)
        {
            var there = await stock.CountAsync(line.Article, cancellationToken);
            if (there < line.Pieces)
                missing += line.Pieces - there;
            await progress.CheckedAsync(line.Article, Math.Max(0, line.Pieces - there), cancellationToken);
        }

        if (missing == 0 || priority == 0)
            price.Emit(order);
        else
            wait.Emit(order, priority - 1);
    }

    [Node(TimeoutSeconds = 3600)]
    public async Task Wait(Order order, int priority, ChunkWriter<Progress> progress, Edge<Order, int> check, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMinutes(10 * (priority + 1));
        await progress.DelayedAsync("Not all is there.", pause, clock.GetUtcNow() + pause, cancellationToken);
        await Task.Delay(pause, clock, cancellationToken);
        check.Emit(order, priority);
    }

    [Node]
    public void Price(Order order, Edge<Offer> charge)
    {
        var total = order.Lines.Select(line => line.Pieces * line.Price).Sum();
        var currency = Currencies[Math.Abs(order.Customer.GetHashCode(StringComparison.Ordinal)) % Currencies.Length];
        charge.Emit(new Offer(order, decimal.Round(total, 2), currency));
    }

    [Node(MaxAttempts = 5, NonRetryable = [typeof(ArgumentException)])]
    public async Task ChargeAsync(
        Offer offer, Edge<Offer> pack, Edge<string, string> reject, [Service] IBank bank, NodeContext context, CancellationToken cancellationToken)
    {
        if (offer.Total < 0)
            throw new ArgumentException("A total is not negative.", nameof(offer));
        if (await bank.ChargeAsync(offer.Order.Customer, offer.Total, context.IdempotencyKey, cancellationToken))
            pack.Emit(offer);
        else
            reject.Emit(offer.Order.Id, $"{offer.Order.Customer} does not pay.");
    }

    [Node]
    public async Task Pack(Offer offer, ChunkWriter<Progress> progress, Edge<Offer, int[]> weigh, CancellationToken cancellationToken)
    {
        var boxes = new List<int>();
        foreach (var (line, box) in offer.Order.Lines.Select((line, i) => (line, i / 3)))
        {
            await progress.PackedAsync(line.Article, box, line.Pieces * 0.25, cancellationToken);
            if (!boxes.Contains(box))
                boxes.Add(box);
        }

        weigh.Emit(offer, [.. boxes]);
    }

    [Node]
    public void Weigh(Offer offer, IReadOnlyList<int> boxes, [To(nameof(Ship))] Edge<Offer, string> send)
    {
        foreach (var box in boxes)
            send.Emit(offer, $"{offer.Order.Id}-{box}");
    }

    [Node("ship", MaxConcurrency = 2)]
    public async Task<Receipt?> Ship(
        Offer offer, string parcel, ChunkWriter<string> log, Edge<Receipt> thank, NodeContext context, CancellationToken cancellationToken)
    {
        try
        {
            await log.WriteAsync($"{parcel} leaves at {context.TimeProvider.GetUtcNow():O}.", cancellationToken);
        }
        finally
        {
            thank.Emit(new Receipt(offer.Order.Id, offer.Total, [parcel]));
        }

        return parcel.EndsWith("-0", StringComparison.Ordinal) ? new Receipt(offer.Order.Id, offer.Total, [parcel, offer.Currency]) : null;
    }

    [Node]
    public async Task Thank(Receipt receipt, ChunkWriter<string> mail, CancellationToken cancellationToken) =>
        await mail.WriteAsync($"Thank you for {receipt.Paid:N2}: {string.Join(", ", receipt.Notes)}", cancellationToken);

    [Node]
    public Receipt Reject(string order, string reason) => new(order, 0, [reason]);
}
