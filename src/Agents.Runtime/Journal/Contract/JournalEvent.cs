namespace Agents.Journals;

/// <summary>An event of a run's log as a journal stores it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Position">Where it stands in the run's log: 1, 2, 3 … without gaps.</param>
/// <param name="Data">The event; to be given back unchanged.</param>
public readonly record struct JournalEvent(RunId Run, long Position, ReadOnlyMemory<byte> Data)
{
    /// <summary>Of the first event of a run: what it starts. Else null. Read events need not have it.</summary>
    public JournalStart? Start { get; init; }

    /// <summary>Of the last event of a run: how it ends. Else null. Read events need not have it.</summary>
    public JournalEnd? End { get; init; }
}

/// <summary>The start of a run.</summary>
/// <param name="Agent">The agent's name on the wire.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Root">The run that its tree begins with: itself, if it is a run of its own.</param>
public sealed record JournalStart(string Agent, DateTimeOffset StartedAt, RunId Root);

/// <summary>The end of a run.</summary>
/// <param name="Status">How it ended; never <see cref="RunStatus.Running"/>.</param>
/// <param name="EndedAt">When.</param>
public sealed record JournalEnd(RunStatus Status, DateTimeOffset EndedAt);
