namespace Agents.Soak;

/// <summary>Streams words, with pauses in which readers come and go.</summary>
[AgentModule]
internal sealed partial class Talker
{
    [Node]
    public async Task<int> Talk(Speech speech, ChunkWriter<Word> words, CancellationToken cancellationToken)
    {
        for (var number = 0; number < speech.Words; number++)
        {
            if (number % speech.Breath == speech.Breath - 1)
                await Task.Delay(1, cancellationToken);
            await words.WriteAsync(new Word(number), cancellationToken);
        }

        return speech.Words;
    }
}

/// <summary>What <see cref="Talker"/> is to say.</summary>
/// <param name="Words">How many words.</param>
/// <param name="Breath">After how many there is a pause.</param>
internal sealed record Speech(int Words, int Breath);

/// <summary>What is streamed.</summary>
internal sealed record Word(int Number);
