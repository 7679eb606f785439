namespace Agents.Testing.Tests;

internal record Shape(string Name);

/// <summary>Is not among what a reader of shapes can know.</summary>
internal sealed record Square(string Name, int Side) : Shape(Name);

/// <summary>Cannot be written while it is bad.</summary>
internal sealed record Fragile(bool IsBad)
{
    public int Weight => IsBad ? throw new InvalidOperationException("It broke.") : 1;
}

/// <summary>What the node of <see cref="Shaper"/> does in a test.</summary>
internal sealed class ShaperScript
{
    public Func<ChunkWriter<Shape>, NodeContext, CancellationToken, Task<Shape>> Work { get; set; } =
        static (_, _, _) => Task.FromResult(new Shape("plain"));

    public int Attempts { get; set; }
}

/// <summary>Hands over what a test says.</summary>
[AgentModule]
internal sealed partial class Shaper(ShaperScript script)
{
    [Node]
    public Task<Shape> Form(Fragile input, ChunkWriter<Shape> shapes, NodeContext context, CancellationToken cancellationToken)
    {
        script.Attempts++;
        return script.Work(shapes, context, cancellationToken);
    }
}
