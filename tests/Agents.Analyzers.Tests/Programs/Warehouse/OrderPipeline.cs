using System.Threading.Channels;

namespace Warehouse;

/// <summary>Takes in orders, checks them, and sends them on by many ways.</summary>
[AgentModule("orders", MaxConcurrency = 16)]
internal sealed partial class OrderPipeline : IAsyncDisposable
{
    private readonly IStock stock;
    private readonly SemaphoreSlim gate = new(4);
    private int taken;
    private bool isDisposed;

    public OrderPipeline(IStock stock, TimeProvider? time = null)
    {
        this.stock = stock;
        Time = time ?? TimeProvider.System;
    }

    private TimeProvider Time { get; }

    [Node]
    internal void TakeIn(
        Order[] orders, (string Region, int Priority) route, Edge<Order, string> check, Edge<Order> reject, Edge tally, bool isTest = false)
    {
        Interlocked.Increment(ref taken);
        var (region, priority) = route;
        foreach (var order in orders.OrderByDescending(order => order.Lines.Count + priority))
        {
            if (order is RushOrder { Deadline: var deadline } && deadline < Time.GetUtcNow())
                reject.Emit(order);
            else if (isTest || order.Lines.Count > 0)
                check.Emit(order, region);
            else
                reject.Emit(order);
        }

        tally.Emit();
    }

    [Node("check-order", MaxAttempts = 5)]
    private async Task Check(
        Order order, string region, [FromKeyedServices("credit")] ICreditCheck credit, [Service] ICreditCheck? fallback,
        Edge<Order, decimal> pack, Edge<Order> reject, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var isGood = await (fallback ?? credit).IsGoodAsync(order.Customer, region, cancellationToken);
            var sum = order.Lines.Sum(static line => line.Price * line.Pieces);
            if (isGood && sum > 0m)
                pack.Emit(order, sum);
            else
                reject.Emit(order);
        }
        catch (TimeoutException exception)
        {
            throw new NonRetryableException("No credit check today.", exception);
        }
        finally
        {
            gate.Release();
        }
    }

    [Node]
    private async Task<Receipt> Pack(Order order, decimal sum, ChunkWriter<PackingStep> steps, CancellationToken cancellationToken)
    {
        var packed = Channel.CreateBounded<OrderLine>(16);
        var packing = PackAsync();
        await foreach (var line in packed.Reader.ReadAllAsync(cancellationToken))
            await steps.WriteAsync(new PackingStep.Packed(line.Article, line.Pieces), cancellationToken);
        await packing;
        await steps.WriteAsync(new PackingStep.Labelled($"{order.Customer}/{order.Id}"), cancellationToken);
        return new Receipt(order.Id, sum, Time.GetUtcNow());

        async Task PackAsync()
        {
            try
            {
                await Parallel.ForEachAsync(order.Lines, cancellationToken, async (line, token) =>
                {
                    await stock.ReserveAsync(line, token);
                    await packed.Writer.WriteAsync(line, token);
                });
            }
            finally
            {
                packed.Writer.Complete();
            }
        }
    }

    [Node]
    private async Task Reject(Order order, ChunkWriter<string> reasons, CancellationToken cancellationToken)
    {
        string[] all = order.Lines.Count == 0 ? ["empty"] : ["credit", "deadline"];
        var writes = new List<Task>();
        foreach (var reason in all)
            writes.Add(reasons.WriteAsync($"{order.Id}: {reason}", cancellationToken).AsTask());
        await Task.WhenAll(writes);
    }

    [Node]
    private void Tally() => Console.WriteLine($"{Volatile.Read(ref taken)} deliveries so far");

    public async ValueTask DisposeAsync()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        await stock.DisposeAsync();
        gate.Dispose();
    }
}
