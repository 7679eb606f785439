using Agents;

namespace Library;

[AgentModule]
public sealed partial class Speller
{
    [Node]
    public async Task<int> Spell(string word, ChunkWriter<char> letters, CancellationToken cancellationToken)
    {
        foreach (var letter in word)
            await letters.WriteAsync(letter, cancellationToken);
        return word.Length;
    }
}
