using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Agents.Runtime;

/// <summary>The events that one command gave, in order. Most commands give few: these need no allocation.</summary>
internal ref struct EventBatch
{
    private Few few;
    private List<LogEvent>? more;

    public int Count { get; private set; }

    /// <summary>An event; valid until the next is added.</summary>
    [UnscopedRef]
    public readonly ref readonly LogEvent this[int index]
    {
        get
        {
            if (index < Few.Length)
                return ref few[index];
            return ref CollectionsMarshal.AsSpan(more)[index - Few.Length];
        }
    }

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
