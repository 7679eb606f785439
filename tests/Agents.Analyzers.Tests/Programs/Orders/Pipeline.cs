using System.Globalization;
using System.Threading.Channels;

namespace Orders;

/// <summary>Reads feeds, and brings each order from a line of text into the store.</summary>
[AgentModule("orders", MaxAttempts = 5, TimeoutSeconds = 120, MaxConcurrency = 64)]
public sealed partial class OrderPipeline(TimeProvider clock, IServiceScopeFactory scopes) : IAsyncDisposable
{
    private const int BatchSize = 3;

    // Shared by all runs, on purpose: the far side takes no more at once.
    private readonly SemaphoreSlim gate = new(initialCount: 2);

    /// <summary>Reads a feed ahead of what is emitted; what reads ends before the attempt does, however that ends.</summary>
    [Node]
    public async Task ReadAsync(
        string feed, ChunkWriter<Progress> progress, Edge<IReadOnlyList<RawLine>> parse, Edge<string> close, [FromKeyedServices("feeds")] IFeed feeds,
        CancellationToken cancellationToken)
    {
        var lines = Channel.CreateBounded<RawLine>(new BoundedChannelOptions(16) { SingleReader = true, SingleWriter = true });
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producer = Task.Run(() => ProduceAsync(reading.Token), CancellationToken.None);
        try
        {
            List<RawLine> batch = [];
            await foreach (var line in lines.Reader.ReadAllAsync(cancellationToken))
            {
                batch.Add(line);
                if (batch.Count < BatchSize)
                    continue;
                await EmitAsync(batch);
                batch = [];
            }

            if (batch.Count > 0)
                await EmitAsync(batch);
        }
        finally
        {
            await reading.CancelAsync();
            await producer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        close.Emit(feed);

        async Task ProduceAsync(CancellationToken stop)
        {
            try
            {
                var number = 0;
                await foreach (var text in feeds.ReadLinesAsync(feed, stop))
                    await lines.Writer.WriteAsync(new RawLine(++number, text), stop);
                lines.Writer.TryComplete();
            }
            catch (Exception exception)
            {
                lines.Writer.TryComplete(exception);
                throw;
            }
        }

        ValueTask EmitAsync(IReadOnlyList<RawLine> batch)
        {
            parse.Emit(batch);
            return progress.WriteAsync(new(feed, new Span(batch[0].Number, batch[^1].Number), clock.GetUtcNow()), cancellationToken);
        }
    }

    /// <summary>Parses lines; what cannot be an order is put aside, and does not fail the others.</summary>
    [Node(NonRetryable = [typeof(MalformedLineException)])]
    internal void Parse(
        IReadOnlyList<RawLine> lines, Edge<Order, (int Line, string Kind)> price, [To(nameof(Price))] Edge<ExpressOrder, (int, string)> express,
        Edge<int, string> reject)
    {
        foreach (var (number, text) in lines)
        {
            if (string.IsNullOrWhiteSpace(text) || text.StartsWith('#'))
                continue;
            if (!Lines.TryParse(text, out var line))
            {
                reject.Emit(number, text);
                continue;
            }

            try
            {
                switch (line)
                {
                    case ("express", [var id, var customer, var amount, var hours]):
                        express.Emit(
                            new ExpressOrder(id, customer, Lines.Amount(amount), TimeSpan.FromHours(double.Parse(hours, CultureInfo.InvariantCulture))),
                            (number, line.Kind));
                        break;
                    case ("order", [var id, var customer, var amount]):
                        price.Emit(new StandardOrder(id, customer, Lines.Amount(amount)), (number, line.Kind));
                        break;
                    default:
                        reject.Emit(number, $"{line.Kind} is unknown.");
                        break;
                }
            }
            catch (FormatException exception)
            {
                reject.Emit(number, exception.Message);
            }
        }
    }

    /// <summary>Asks both price lists at once.</summary>
    [Node(MaxConcurrency = 8)]
    private async Task Price(
        Order order, (int Line, string Kind) origin, ChunkWriter<OrderChunk> chunks, Edge<Invoice> store, Edge<int, string> reject,
        [FromKeyedServices("list")] IPriceList list, [FromKeyedServices("extra")] IPriceList? extra, CancellationToken cancellationToken)
    {
        var basic = list.NetOfAsync(order, cancellationToken).AsTask();
        var more = extra is null ? Task.FromResult(0m) : extra.NetOfAsync(order, cancellationToken).AsTask();
        var net = (await Task.WhenAll(basic, more)).Sum();
        if (net <= 0)
        {
            reject.Emit(origin.Line, $"{order.Id} costs nothing.");
            return;
        }

        await chunks.WriteAsync(new OrderChunk.Priced(order.Id, net) { Trace = origin.Kind }, cancellationToken);
        store.Emit(new Invoice(order.Id, net, decimal.Round(net * 0.25m, 2), "EUR"));
    }

    /// <summary>Stores an invoice in a transaction; the same invoice twice is the same version.</summary>
    [Node(MaxAttempts = 8)]
    private async Task Store(
        Invoice invoice, ChunkWriter<OrderChunk> chunks, [Service] IStoreFactory stores, NodeContext context, CancellationToken cancellationToken)
    {
        if (!await gate.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            await chunks.WriteAsync(new OrderChunk.Delayed { Order = invoice.Order, By = TimeSpan.FromSeconds(1) }, cancellationToken);
            await gate.WaitAsync(cancellationToken);
        }

        try
        {
            await using var store = await stores.OpenAsync(cancellationToken);
            await store.BeginAsync(cancellationToken);
            try
            {
                var version = await store.SaveAsync(invoice, context.IdempotencyKey, cancellationToken);
                await store.CommitAsync(cancellationToken);
                await chunks.StoredAsync(invoice.Order, version, cancellationToken: cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                await store.RollbackAsync();
                throw exception is InvalidDataException ? new NonRetryableException($"{invoice.Order} cannot be stored.", exception) : exception;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Tells of a line that is no order.</summary>
    [Node]
    private ValueTask Reject(int line, string reason, ChunkWriter<string> rejections, CancellationToken cancellationToken) =>
        rejections.WriteAsync($"line {line}: {reason}", cancellationToken);

    /// <summary>All lines are on their way: that is the result, as orders go on to be stored.</summary>
    [Node]
    private async Task<Import> Close(string feed, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var feeds = scope.ServiceProvider.GetRequiredKeyedService<IFeed>("feeds");
        return new(feed, await feeds.ReadLinesAsync(feed, cancellationToken).CountAsync(cancellationToken), clock.GetUtcNow());
    }

    public ValueTask DisposeAsync()
    {
        gate.Dispose();
        return ValueTask.CompletedTask;
    }
}
