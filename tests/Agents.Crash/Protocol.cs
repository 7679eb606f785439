using System.Text.RegularExpressions;
using Agents.Testing;

namespace Agents.Crash;

/// <summary>
/// What a worker tells, a line each, written at once: what it was about to say when it was killed is either there or not.
/// </summary>
internal static partial class Protocol
{
    /// <summary>The host has started: what was cut off goes on.</summary>
    public const string Ready = "ready";

    /// <summary>A start was accepted: <c>started root</c>.</summary>
    public const string Started = "started";

    /// <summary>A reader of a root and all below it read an event: <c>event root cursor run position invocation kind text</c>.</summary>
    public const string Event = "event";

    /// <summary>Code of a node executes: <c>exec invocation attempt</c>.</summary>
    public const string Executing = "exec";

    /// <summary>The whole log in the end, a line for each event, as <see cref="Event"/>.</summary>
    public const string Log = "log";

    /// <summary>A root has ended as the model says: <c>right root</c>.</summary>
    public const string Right = "right";

    /// <summary>Something is wrong: <c>wrong text</c>.</summary>
    public const string Wrong = "wrong";

    /// <summary>All is said.</summary>
    public const string Done = "done";

    private static readonly Lock Sync = new();
    private static readonly StreamWriter Writer = new(Console.OpenStandardOutput(), bufferSize: 65_536) { AutoFlush = false };

    public static void Say(string line)
    {
        lock (Sync)
        {
            Writer.Write(line);
            Writer.Write('\n');
            Writer.Flush();
        }
    }

    public static void SayEvent(string kind, RunId root, RunEvent logged)
    {
        var invocation = logged is RunEvent.OfInvocation of ? of.Invocation.ToString() : "-";
        // A list in a record shows its type, which is another once it was read from the database.
        var text = ListType().Replace(RunDescription.Of(logged).ReplaceLineEndings(" "), "list");
        Say($"{kind} {root} {logged.Cursor} {logged.Run} {logged.Position} {invocation} {logged.GetType().Name} {text}");
    }

    [GeneratedRegex(@"[\w.<>]+`1\[[^\]]*\]")]
    private static partial Regex ListType();
}
