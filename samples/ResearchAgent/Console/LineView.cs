using Agents;

namespace Research;

/// <summary>Writes a line per event, indented by how deep its run lies in the tree.</summary>
internal sealed class LineView : View
{
    private readonly Dictionary<RunId, (string Title, int Depth)> runs = [];

    public override async Task<RunEvent.HumanAsked?> WatchAsync(IAsyncEnumerable<RunEvent> events, CancellationToken cancellationToken)
    {
        await foreach (var logged in events.WithCancellation(cancellationToken))
        {
            if (logged is RunEvent.RunStarted { Parent: var parent } started)
                runs[logged.Run] = (TitleOf(started), parent is { } caller ? runs[caller.Run].Depth + 1 : 0);
            if (Describe(logged) is { } text)
                Write(logged, text);
            if (logged is RunEvent.HumanAsked asked)
                return asked;
        }

        return null;
    }

    private void Write(RunEvent logged, string text)
    {
        var (title, depth) = runs[logged.Run];
        var place = logged is RunEvent.OfInvocation { Node: var node } ? $"{title}.{node}" : title;
        Console.WriteLine($"{new string(' ', 2 * depth)}{place}: {text}");
    }
}
