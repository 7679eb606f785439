using Agents;
using Spectre.Console;

namespace Research;

/// <summary>Shows what happens in a run and in all runs that it starts.</summary>
internal abstract class View
{
    /// <summary>A tree that is drawn live; where there is no terminal, lines.</summary>
    public static View On(IAnsiConsole console) =>
        console.Profile is { Capabilities.Interactive: true, Out.IsTerminal: true } ? new TreeView(console) : new LineView();

    /// <summary>Shows events until a person is asked: that event. Null when there are no more.</summary>
    public abstract Task<RunEvent.HumanAsked?> WatchAsync(IAsyncEnumerable<RunEvent> events, CancellationToken cancellationToken);

    /// <summary>The name of a run: its agent, and what it works on if that is a text.</summary>
    protected static string TitleOf(RunEvent.RunStarted started) =>
        started.Inputs is [string input] ? $"{started.Agent}({input})" : started.Agent;

    /// <summary>What an event says of its invocation or run, in a few words; null for what need not be shown.</summary>
    protected static string? Describe(RunEvent logged) => logged switch
    {
        RunEvent.Chunk { Value: SearchChunk chunk } => chunk.Match(         // generated, exhaustive
            reading: static reading => $"reads {reading.Source}",
            found: static found => $"\"{found.Fact}\"",
            diving: static diving => $"dives into {diving.Topic}"),
        RunEvent.Chunk chunk => chunk.Value?.ToString(),
        RunEvent.AttemptFailed failed => $"attempt {failed.Attempt} failed: {failed.Failure.Message}",
        RunEvent.ScopeClosed closed => $"{closed.Items} gathered",
        RunEvent.HumanAsked => "waits for a person",
        RunEvent.HumanAnswered { Answer: Verdict verdict } => verdict.Wish is { } wish ? $"wish: {wish}" : "approved",
        RunEvent.BudgetWarning warning => $"budget: {warning.Used} of {warning.Limit} {warning.Kind} used",
        RunEvent.RunFailed failed => $"failed: {failed.Failure.Message}",
        RunEvent.RunCanceled canceled => $"canceled: {canceled.Reason}",
        _ => null,
    };
}
