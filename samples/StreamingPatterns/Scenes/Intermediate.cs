using Agents;
using Microsoft.Extensions.DependencyInjection;

namespace StreamingPatterns;

public sealed record Answer(string Text, int Sources);

#region union
[ChunkUnion]
public abstract partial record ResearchChunk
{
    public sealed record Reading(string Source) : ResearchChunk;
    public sealed record Finding(string Source, string Text) : ResearchChunk;
}
#endregion

[AgentModule]
public sealed partial class Researcher
{
    private static readonly (string Source, string Text)[] Library =
    [
        ("an encyclopedia", "Honey bees tell each other the way by dancing."),
        ("a field study", "The angle of the dance is the angle to the sun."),
        ("a review", "Its length is the distance: about a second for a kilometre."),
    ];

    #region node
    [Node]
    public async Task<Answer> Research(string question, ChunkWriter<ResearchChunk> chunks, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        foreach (var (source, text) in Library)
        {
            await chunks.ReadingAsync(source, cancellationToken);           // generated: one method per case
            await Task.Delay(150, cancellationToken);
            await chunks.FindingAsync(source, text, cancellationToken);
            texts.Add(text);
        }

        return new Answer(string.Join(' ', texts), texts.Count);
    }
    #endregion
}

internal static class IntermediateScene
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddAgents().AddResearcher().Services.BuildServiceProvider();
        var researcher = services.GetRequiredService<ResearcherClient>();
        var run = await researcher.StartAsync("How do bees tell each other the way?");

        var findings = 0;
        #region case
        await foreach (var finding in run.Research.StreamAsync<ResearchChunk.Finding>())
        {
            findings++;
            Console.WriteLine($"From {finding.Source}: {finding.Text}");
        }
        #endregion

        var answer = await run.GetResultAsync();
        Console.WriteLine($"\nThe answer, from {answer.Sources} sources: {answer.Text}");
        Scene.Check(findings == answer.Sources, "a finding for each source");
    }
}
