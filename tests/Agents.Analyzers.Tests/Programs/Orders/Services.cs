using System.Globalization;

namespace Orders;

public interface IFeed
{
    IAsyncEnumerable<string> ReadLinesAsync(string name, CancellationToken cancellationToken = default);
}

public interface IPriceList
{
    ValueTask<decimal> NetOfAsync(Order order, CancellationToken cancellationToken);
}

public interface IStore : IAsyncDisposable
{
    Task BeginAsync(CancellationToken cancellationToken);

    Task<long> SaveAsync(Invoice invoice, string key, CancellationToken cancellationToken);

    Task CommitAsync(CancellationToken cancellationToken);

    Task RollbackAsync();
}

public interface IStoreFactory
{
    ValueTask<IStore> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>Lines that stand in memory.</summary>
public sealed class MemoryFeed(IReadOnlyDictionary<string, string[]> feeds) : IFeed
{
    public IAsyncEnumerable<string> ReadLinesAsync(string name, CancellationToken cancellationToken = default) =>
        feeds.TryGetValue(name, out var lines) ? lines.ToAsyncEnumerable() : throw new NonRetryableException($"There is no feed '{name}'.");
}

public sealed class ListPrices : IPriceList
{
    public ValueTask<decimal> NetOfAsync(Order order, CancellationToken cancellationToken) => new(order.Amount);
}

public sealed class Surcharges : IPriceList
{
    public async ValueTask<decimal> NetOfAsync(Order order, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return order.Priority * 2.5m;
    }
}

/// <summary>A store that counts versions, and takes each key once.</summary>
public sealed class MemoryStores : IStoreFactory
{
    private readonly Lock sync = new();
    private readonly Dictionary<string, long> versions = [];
    private long version;

    public ValueTask<IStore> OpenAsync(CancellationToken cancellationToken) => new(new Session(this));

    private sealed class Session(MemoryStores stores) : IStore
    {
        private readonly Dictionary<string, long> saved = [];
        private bool isOpen;

        public Task BeginAsync(CancellationToken cancellationToken)
        {
            isOpen = true;
            return Task.CompletedTask;
        }

        public Task<long> SaveAsync(Invoice invoice, string key, CancellationToken cancellationToken)
        {
            ObjectDisposedException.ThrowIf(!isOpen, this);
            lock (stores.sync)
            {
                if (!stores.versions.TryGetValue(key, out var known))
                    saved[key] = known = ++stores.version;
                return Task.FromResult(known);
            }
        }

        public Task CommitAsync(CancellationToken cancellationToken)
        {
            lock (stores.sync)
            {
                foreach (var (key, number) in saved)
                    stores.versions[key] = number;
            }

            return Task.CompletedTask;
        }

        public Task RollbackAsync()
        {
            saved.Clear();
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            isOpen = false;
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Lines as the feed writes them: kind, id, customer, amount, and for express orders the hours.</summary>
public static class Lines
{
    public static bool TryParse(string text, out (string Kind, string[] Fields) line)
    {
        var parts = text.Split('|', StringSplitOptions.TrimEntries);
        line = (parts[0], parts[1..]);
        return parts is [{ Length: > 0 }, _, _, _, ..];
    }

    public static decimal Amount(string text) => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
        ? amount
        : throw new MalformedLineException($"'{text}' is no amount.");
}
