namespace Agents.Runtime;

/// <summary>Sees each event when it is recorded. None but in tests.</summary>
internal abstract class RecordWatch
{
    /// <summary>An event has been recorded. Called under the run's lock, in the order of positions.</summary>
    public abstract void OnRecorded(Run run, in LogEvent logEvent);
}
