using Agents;
using Microsoft.Extensions.DependencyInjection;

namespace StreamingPatterns;

/// <summary>Stands for a remote service whose line goes dead once: the scene says when.</summary>
public sealed class RemoteLine
{
    private readonly TaskCompletionSource cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Cut() => cut.TrySetException(new IOException("The line went dead."));

    public Task WaitUntilCutAsync(CancellationToken cancellationToken) => cut.Task.WaitAsync(cancellationToken);
}

#region agent
[AgentModule]
public sealed partial class Poet(RemoteLine line)
{
    [Node(MaxAttempts = 3)]
    public async Task<string> Compose(ChunkWriter<string> words, NodeContext context, CancellationToken cancellationToken)
    {
        string[] poem = context.Attempt == 1 ? ["The", "moon"] : ["The", "sun", "comes", "up"];
        foreach (var word in poem)
            await words.WriteAsync(word, cancellationToken);
        if (context.Attempt == 1)
            await line.WaitUntilCutAsync(cancellationToken);    // throws, so there will be a second attempt
        return string.Join(' ', poem);
    }
}
#endregion

internal static class RetryScene
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddSingleton<RemoteLine>()
            .AddAgents(options => options.Retry.BaseDelay = TimeSpan.FromMilliseconds(100)).AddPoet().Services.BuildServiceProvider();
        var poet = services.GetRequiredService<PoetClient>();
        var line = services.GetRequiredService<RemoteLine>();
        var run = await poet.StartAsync();

        var resets = 0;
        Cursor place = default;
        #region items
        await foreach (var item in run.Compose.StreamAsync().ReadItemsAsync())
        {
            switch (item.Kind)
            {
                case StreamItemKind.Chunk:
                    Console.WriteLine($"attempt {item.Attempt}, chunk {item.Index}: {item.Value}");
                    if (item is { Attempt: 1, Index: 1 })
                    {
                        place = item.Cursor;    // where we are, for later
                        line.Cut();             // and now the attempt fails
                    }
                    break;
                case StreamItemKind.Reset:
                    resets++;
                    Console.WriteLine($"reset: what came before attempt {item.Attempt} is void");
                    break;
                case StreamItemKind.End:
                    Console.WriteLine($"end: {item.Outcome!.Status} after {item.Attempt} attempts");
                    break;
            }
        }
        #endregion

        Scene.Check(resets == 1 && await run.GetResultAsync() == "The sun comes up", "one reset, then the second attempt's result");

        // Whoever has read "The moon" and goes on with a plain await foreach is told that the poem has changed …
        #region throws
        var words = new List<string>();
        try
        {
            await foreach (var word in run.Compose.StreamAsync(new StreamOptions { From = StreamStart.After(place) }))
                words.Add(word);
        }
        catch (StreamResetException reset)
        {
            Console.WriteLine($"\nattempt {reset.Attempt} differs from the {reset.Delivered} chunks delivered before it");
        }
        #endregion
        Scene.Check(words is [], "no word of the second attempt after those of the first");

        // … or, if it says so, begins anew.
        #region restart
        var restart = new StreamOptions { From = StreamStart.After(place), OnReset = StreamReset.Restart };
        await foreach (var word in run.Compose.StreamAsync(restart))
            words.Add(word);
        #endregion
        Console.WriteLine($"begun anew: {string.Join(' ', words)}");
        Scene.Check(words is ["The", "sun", "comes", "up"], "the whole second attempt");
    }
}
