namespace Agents.Runtime;

/// <summary>
/// Where events are recorded. An event counts, and is seen by anybody, only once <see cref="Run.OnRecorded"/>
/// has been called with it: at once by a journal in memory, after the commit by one that stores.
/// </summary>
internal interface IRecorder
{
    /// <summary>
    /// Whether runs outlive the host. Runs of a journal that does not keep them end canceled when the host stops.
    /// </summary>
    bool IsDurable { get; }

    /// <summary>Records the events that a command gave. Called under the run's lock, in the order of positions.</summary>
    /// <param name="run">The run.</param>
    /// <param name="events">The events.</param>
    /// <param name="effects">Where to add what follows from those that are recorded at once.</param>
    void Append(Run run, ref EventBatch events, ref Effects effects);

    /// <summary>Records one chunk. Called under the run's lock, in the order of positions.</summary>
    /// <param name="run">The run.</param>
    /// <param name="chunk">The event.</param>
    /// <param name="json">The chunk as JSON; empty where <see cref="IsDurable"/> is false.</param>
    /// <param name="effects">Where to add what follows if it is recorded at once.</param>
    void AppendChunk(Run run, in LogEvent chunk, ReadOnlySpan<byte> json, ref Effects effects);
}

/// <summary>The journal that keeps everything in memory: what is appended is recorded.</summary>
internal sealed class MemoryRecorder : IRecorder
{
    public bool IsDurable => false;

    public void Append(Run run, ref EventBatch events, ref Effects effects)
    {
        for (var index = 0; index < events.Count; index++)
            run.OnRecorded(events[index], ref effects);
    }

    public void AppendChunk(Run run, in LogEvent chunk, ReadOnlySpan<byte> json, ref Effects effects) =>
        run.OnRecorded(chunk, ref effects);
}
