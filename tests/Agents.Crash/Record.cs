using System.Globalization;

namespace Agents.Crash;

/// <summary>
/// All that was heard of one database, and what it must agree with. Heard in the order it was said within a life; the lives follow
/// each other.
/// </summary>
internal sealed class Record
{
    private readonly Dictionary<int, string> roots = [];
    private readonly Dictionary<string, string> cursors = [];

    /// <summary>The last position that the reader of a root read of a run.</summary>
    private readonly Dictionary<(string Root, string Run), long> read = [];

    private readonly Dictionary<(string Run, long Position), string> seen = [];
    private readonly Dictionary<(string Run, long Position), string> logged = [];

    /// <summary>The life in which an invocation was seen to have completed.</summary>
    private readonly Dictionary<string, int> completed = [];

    /// <summary>The life in which an attempt was seen to have started.</summary>
    private readonly Dictionary<string, int> started = [];

    private readonly HashSet<string> right = [];

    public List<string> Violations { get; } = [];

    public int Life { get; set; }

    /// <summary>The number after those of all roots that were accepted.</summary>
    public int Next => roots.Count == 0 ? 0 : roots.Keys.Max() + 1;

    public int Roots => roots.Count;

    public int Runs => logged.Keys.Select(static at => at.Run).Distinct().Count();

    public int Events => logged.Count;

    public int SeenEvents => seen.Count;

    public int Interrupted => logged.Values.Count(static text => text.Contains(" AttemptInterrupted ", StringComparison.Ordinal));

    public bool IsDone { get; private set; }

    /// <summary>The lines of <see cref="WorkerOptions.Roots"/>.</summary>
    public IEnumerable<string> RootLines => roots.Select(root => $"{root.Key} {root.Value} {cursors.GetValueOrDefault(root.Value, "-")}");

    public void Hear(string line)
    {
        var words = line.Split(' ', 8);
        switch (words[0])
        {
            case Protocol.Started:
                var number = int.Parse(words[1], CultureInfo.InvariantCulture);
                if (roots.TryGetValue(number, out var known) && known != words[2])
                    Violate($"The start of root {number} gave run {known}, and later {words[2]}.");
                roots[number] = words[2];
                break;
            case Protocol.Event:
                HearEvent(words);
                break;
            case Protocol.Log:
                var at = (words[3], long.Parse(words[4], CultureInfo.InvariantCulture));
                if (!logged.TryAdd(at, words[7]))
                    Violate($"The log holds {at} twice.");
                break;
            case Protocol.Executing:
                HearExecution(words[1], $"{words[1]} {words[2]}");
                break;
            case Protocol.Right:
                right.Add(words[1]);
                break;
            case Protocol.Wrong:
                Violate(line);
                break;
            case Protocol.Done:
                IsDone = true;
                break;
            default:
                Violate($"The worker said '{line}'.");
                break;
        }
    }

    /// <summary>Compares, in the end, what was seen with what is there.</summary>
    public void Check()
    {
        foreach (var (number, root) in roots)
        {
            if (!right.Contains(root))
                Violate($"Root {number}, {root}, was accepted, and has not ended as the model says.");
        }

        foreach (var (at, text) in seen)
        {
            if (!logged.TryGetValue(at, out var there))
                Violate($"{at} was seen, and is not in the log: {text}");
            else if (there != text)
                Violate($"{at} was seen as '{text}', and is '{there}'.");
        }

        foreach (var run in logged.Keys.GroupBy(static at => at.Run, static at => at.Position))
        {
            if (!run.Order().SequenceEqual(Enumerable.Range(1, run.Count()).Select(static position => (long)position)))
                Violate($"The log of run {run.Key} has gaps.");
        }
    }

    public void Violate(string what) => Violations.Add($"life {Life}: {what}");

    private void HearEvent(string[] words)
    {
        var (root, cursor, run, position, invocation, kind, text) =
            (words[1], words[2], words[3], long.Parse(words[4], CultureInfo.InvariantCulture), words[5], words[6], words[7]);
        var last = read.GetValueOrDefault((root, run));
        if (position != last + 1)
            Violate($"The reader of {root} came from position {last} of {run} to {position}.");
        read[(root, run)] = position;
        cursors[root] = cursor;
        if (seen.TryGetValue((run, position), out var before) && before != text)
            Violate($"Position {position} of {run} was '{before}', and is '{text}'.");
        seen[(run, position)] = text;
        if (kind == nameof(RunEvent.InvocationCompleted))
            completed.TryAdd(invocation, Life);
        if (kind == nameof(RunEvent.AttemptStarted))
            started.TryAdd($"{invocation} {text.AsSpan(text.LastIndexOf(' ') + 1)}", Life);
    }

    private void HearExecution(string invocation, string attempt)
    {
        if (completed.TryGetValue(invocation, out var end) && end < Life)
            Violate($"Invocation {invocation} had completed in life {end}, and executed again.");
        if (started.TryGetValue(attempt, out var begun) && begun < Life)
            Violate($"Attempt {attempt} had started in life {begun}, and executed again.");
    }
}
