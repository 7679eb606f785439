using Agents;
using Microsoft.Extensions.DependencyInjection;

namespace StreamingPatterns;

[AgentModule]
public sealed partial class Narrator
{
    [Node]
    public async Task<int> Tell(string[] sentences, ChunkWriter<string> story, CancellationToken cancellationToken)
    {
        foreach (var sentence in sentences)
        {
            await Task.Delay(150, cancellationToken);
            await story.WriteAsync(sentence, cancellationToken);
        }

        return sentences.Length;
    }
}

internal static class BackgroundScene
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddAgents().AddNarrator().Services.BuildServiceProvider();
        var narrator = services.GetRequiredService<NarratorClient>();

        #region background
        var run = await narrator.StartAsync(["Once there was a fox.", "It lived by a river.", "It could not swim.", "It learned."]);
        var reading = ReadAsync(run);               // not awaited yet: the caller goes on

        var dishes = 0;
        while (!reading.IsCompleted)
        {
            Console.WriteLine($"  (the caller dries dish {++dishes})");
            await Task.Delay(100);
        }

        var heard = await reading;
        #endregion

        Console.WriteLine($"{heard} sentences heard and {dishes} dishes dried.");
        Scene.Check(heard == await run.GetResultAsync() && dishes > 0, "all sentences heard while dishes were dried");
    }

    private static async Task<int> ReadAsync(NarratorRun run)
    {
        var heard = 0;
        await foreach (var sentence in run.Tell.StreamAsync())
        {
            heard++;
            Console.WriteLine(sentence);
        }

        return heard;
    }
}
