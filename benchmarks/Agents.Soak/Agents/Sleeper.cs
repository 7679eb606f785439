namespace Agents.Soak;

/// <summary>Streams a word, and goes on until somebody stops it.</summary>
[AgentModule]
internal sealed partial class Sleeper
{
    [Node]
    public async Task<int> Sleep(int number, ChunkWriter<Word> words, CancellationToken cancellationToken)
    {
        await words.WriteAsync(new Word(number), cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return number;
    }
}
