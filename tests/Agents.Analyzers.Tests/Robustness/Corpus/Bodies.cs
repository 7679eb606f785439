using System.Threading.Channels;

namespace My.Bodies;

public record Batch<T>(IReadOnlyList<T> Items, int Number) where T : struct;

/// <summary>Statements and expressions of every kind in the bodies of nodes.</summary>
[AgentModule]
public partial class Pipeline(IServiceProvider services)
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private readonly object sync = new();

    [Node]
    public async Task Read(string path, Edge<Batch<int>> work, ChunkWriter<string> lines, NodeContext context, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(8) { SingleReader = true });
        async Task ProduceAsync()
        {
            try
            {
                using var reader = new StreamReader(path);
                while (await reader.ReadLineAsync(cancellationToken) is { } line)
                    await channel.Writer.WriteAsync(line, cancellationToken);
            }
            finally
            {
                channel.Writer.TryComplete();
            }
        }

        var producing = ProduceAsync();
        var pending = new List<Task>();
        Func<string, Task> write = async line => await lines.WriteAsync(line, cancellationToken);
        await foreach (var line in channel.Reader.ReadAllAsync(cancellationToken))
        {
            pending.Add(write(line));
            work.Emit(new Batch<int>([.. from part in line.Split(',') where part.Length > 0 let n = int.Parse(part) orderby n select n], context.Attempt));
        }

        await Task.WhenAll([producing, .. pending]);
    }

    [Node]
    public async Task<long> Work(Batch<int> batch, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(5));
        await Gate.WaitAsync(timeout.Token);
        long sum = 0;
        try
        {
            lock (sync)
            {
                do
                {
                    sum += Sum(batch.Items, static n => n is > 0 and < 100 ? n : checked(n * 2));
                }
                while (sum < 0);
            }
        }
        catch (OverflowException) when (!cancellationToken.IsCancellationRequested)
        {
            sum = -1;
        }
        finally
        {
            Gate.Release();
        }

        Span<int> three = stackalloc int[3] { 1, 2, 3 };
        ref var first = ref three[0];
        first += (services.GetService(typeof(TimeProvider)) as TimeProvider)?.GetUtcNow().Year ?? 0;
        var (left, right) = (three[^1], three[1..].Length);
        return batch switch { { Number: > 1, Items.Count: var count } => count * left, _ => sum + right };

        static int Sum<T>(IEnumerable<T> items, Func<T, int> weigh) => items.Aggregate(0, (total, item) => total + weigh(item));
    }
}
