using Agents;

namespace My_Agent;

/// <summary>Reads a text and remarks on each word that is written twice in a row.</summary>
[AgentModule]
public sealed partial class Proofreader
{
    /// <summary>Where a run starts: no edge leads here. The edge leads to the node that has its name, <see cref="Read"/>.</summary>
    [Node]
    public void Split(string text, Edge<string[]> read) => read.Emit(text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Streams its remarks while it works; what it returns is the result of the run.</summary>
    [Node]
    public async Task<Report> Read(string[] words, ChunkWriter<Remark> remarks, CancellationToken cancellationToken)
    {
        var doubled = 0;
        for (var i = 0; i < words.Length; i++)
        {
            await Task.Delay(50, cancellationToken);    // real work goes here: ask a model, call a service
            await remarks.ProgressAsync(i + 1, words.Length, cancellationToken);
            if (i > 0 && words[i].Equals(words[i - 1], StringComparison.OrdinalIgnoreCase))
            {
                doubled++;
                await remarks.DoubledAsync(words[i], cancellationToken);
            }
        }

        return new Report(words.Length, doubled);
    }
}
