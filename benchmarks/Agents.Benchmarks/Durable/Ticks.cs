using System.Threading.Channels;

namespace Agents.Benchmarks.Durable;

/// <summary>What <see cref="Ticker"/> waits for.</summary>
internal sealed class Ticks
{
    private readonly Channel<string> texts = Channel.CreateUnbounded<string>();

    public void Give(string text) => texts.Writer.TryWrite(text);

    public ValueTask<string> NextAsync(CancellationToken cancellationToken) => texts.Reader.ReadAsync(cancellationToken);
}
