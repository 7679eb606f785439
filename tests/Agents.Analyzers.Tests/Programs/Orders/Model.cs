namespace Orders;

public sealed record RawLine(int Number, string Text);

/// <summary>What a line says; kinds of orders differ in how they are treated, not in where they go.</summary>
public abstract record Order(string Id, string Customer, decimal Amount)
{
    public virtual int Priority => 0;
}

public record StandardOrder(string Id, string Customer, decimal Amount) : Order(Id, Customer, Amount);

public record ExpressOrder(string Id, string Customer, decimal Amount, TimeSpan Within) : StandardOrder(Id, Customer, Amount)
{
    public override int Priority => Within < TimeSpan.FromHours(4) ? 2 : 1;
}

public sealed record Invoice(string Order, decimal Net, decimal Tax, string Currency)
{
    public decimal Gross => Net + Tax;
}

public readonly record struct Span(int First, int Last)
{
    public int Length => Last - First + 1;
}

/// <summary>How far the import of a feed is.</summary>
public sealed record Progress(string Feed, Span Lines, DateTimeOffset At);

/// <summary>A feed that was read to its end.</summary>
public sealed record Import(string Feed, int Lines, DateTimeOffset At);

/// <summary>What becomes of single orders.</summary>
[ChunkUnion]
public abstract partial record OrderChunk
{
    public string? Trace { get; init; }

    public sealed record Priced(string Order, decimal Net) : OrderChunk;

    public sealed record Stored(string Order, long Version) : OrderChunk;

    [ChunkCase("retry")]
    public sealed record Delayed : OrderChunk
    {
        public required string Order { get; init; }

        public TimeSpan By { get; init; } = TimeSpan.Zero;
    }
}

public class MalformedLineException : FormatException
{
    public MalformedLineException()
    {
    }

    public MalformedLineException(string message)
        : base(message)
    {
    }

    public MalformedLineException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
