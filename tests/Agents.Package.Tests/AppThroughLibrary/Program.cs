using Agents;
using Library;
using Microsoft.Extensions.DependencyInjection;

await using var services = new ServiceCollection().AddAgents().AddSpeller().AddSign().Services.BuildServiceProvider();
var run = await services.GetRequiredService<SignClient>().StartAsync("open");
await foreach (var stroke in run.Paint.StreamAsync())
    Console.WriteLine(stroke.Match(letter: l => $"paints {l.Upper}", frame: f => $"frames {f.Letters} letters"));
Console.WriteLine($"the sign says {await run.GetResultAsync()}");

[ChunkUnion]
public abstract partial record Stroke
{
    public sealed record Letter(char Upper) : Stroke;
    public sealed record Frame(int Letters) : Stroke;
}

/// <summary>An agent of this project that calls the one of the library.</summary>
[AgentModule]
public sealed partial class Sign(SpellerClient speller)
{
    [Node]
    public async Task<string> Paint(string text, ChunkWriter<Stroke> strokes, CancellationToken cancellationToken)
    {
        var run = await speller.StartAsync(text, cancellationToken: cancellationToken);
        await foreach (var letter in run.Spell.StreamAsync().WithCancellation(cancellationToken))
            await strokes.LetterAsync(char.ToUpperInvariant(letter), cancellationToken);
        await strokes.FrameAsync(await run.GetResultAsync(cancellationToken), cancellationToken);
        return text.ToUpperInvariant();
    }
}
