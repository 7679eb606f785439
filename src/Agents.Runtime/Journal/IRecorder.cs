namespace Agents.Runtime;

/// <summary>
/// Where events are recorded. An event counts, and is seen by anybody, only once <see cref="IRecorderClient.OnRecorded"/>
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
    void Append(IRecorderClient run, ref EventBatch events, ref Effects effects);

    /// <summary>Records one chunk. Called under the run's lock, in the order of positions.</summary>
    /// <param name="run">The run.</param>
    /// <param name="chunk">The event.</param>
    /// <param name="json">The chunk as JSON; empty where <see cref="IsDurable"/> is false.</param>
    /// <param name="effects">Where to add what follows if it is recorded at once.</param>
    void AppendChunk(IRecorderClient run, in LogEvent chunk, ReadOnlySpan<byte> json, ref Effects effects);
}

/// <summary>Whose events a journal records: a run.</summary>
internal interface IRecorderClient
{
    /// <summary>Takes an event that has been recorded. Called under the run's lock, in the order of positions.</summary>
    void OnRecorded(in LogEvent logEvent, ref Effects effects);
}

/// <summary>The journal that keeps everything in memory: what is appended is recorded.</summary>
internal sealed class MemoryRecorder : IRecorder
{
    public bool IsDurable => false;

    public void Append(IRecorderClient run, ref EventBatch events, ref Effects effects)
    {
        for (var index = 0; index < events.Count; index++)
            run.OnRecorded(events[index], ref effects);
    }

    public void AppendChunk(IRecorderClient run, in LogEvent chunk, ReadOnlySpan<byte> json, ref Effects effects) =>
        run.OnRecorded(chunk, ref effects);
}
