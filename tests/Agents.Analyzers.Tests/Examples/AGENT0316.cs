#region bad
[AgentModule]
public sealed partial class Translator
{
    [Node]
    public string Translate(string text, ChunkWriter<string> words)
    {
        return string.Join(' ', text.Split(' ').Select(Lookup));
    }

    private static string Lookup(string word) => word.ToUpperInvariant();
}
#endregion

#region good
[AgentModule]
public sealed partial class Translator
{
    [Node]
    public async Task<string> Translate(string text, ChunkWriter<string> words, CancellationToken cancellationToken)
    {
        var translated = new List<string>();
        foreach (var word in text.Split(' '))
        {
            translated.Add(Lookup(word));
            await words.WriteAsync(translated[^1], cancellationToken);
        }

        return string.Join(' ', translated);
    }

    private static string Lookup(string word) => word.ToUpperInvariant();
}
#endregion
