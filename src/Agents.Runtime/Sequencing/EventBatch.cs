using System.Runtime.CompilerServices;

namespace Agents.Runtime;

/// <summary>The events that one command gave, in order. Most commands give few: these need no allocation.</summary>
internal ref struct EventBatch
{
    private Few few;
    private List<LogEvent>? more;

    public int Count { get; private set; }

    public readonly LogEvent this[int index] => index < Few.Length ? few[index] : more![index - Few.Length];

    public void Add(in LogEvent logEvent)
    {
        if (Count < Few.Length)
            few[Count] = logEvent;
        else
            (more ??= []).Add(logEvent);
        Count++;
    }

    [InlineArray(Length)]
    private struct Few
    {
        public const int Length = 4;
        private LogEvent first;
    }
}
