using Agents;

/// <summary>A report, and how much of it there is.</summary>
public sealed record Report(string Topic, int Sections, int Words);

/// <summary>Writes a report section by section: each is an invocation of its own, so that what is written stays written.</summary>
[AgentModule]
public sealed partial class ReportAgent
{
    private static readonly string[] Titles = ["Origins", "Causes", "Course", "Effects", "Outlook"];

    [Node]
    public void Outline(string topic, Edge<string, int, int> write) => write.Emit(topic, 0, 0);

    [Node]
    public async Task<Report?> Write(
        string topic, int section, int words, Edge<string, int, int> write, ChunkWriter<string> chunks, NodeContext context,
        CancellationToken cancellationToken)
    {
        string[] lines = ["begins", "goes on", "comes to its point", "ends"];
        foreach (var line in lines)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(150), context.TimeProvider, cancellationToken);
            await chunks.WriteAsync($"{Titles[section]} of {topic}: the section {line}.", cancellationToken);
        }

        var written = words + (lines.Length * 7);
        if (section + 1 == Titles.Length)
            return new Report(topic, Titles.Length, written);
        write.Emit(topic, section + 1, written);
        return null;
    }
}
