namespace Agents.Runtime;

/// <content>What is seen of the journal.</content>
internal sealed partial class AgentTelemetry
{
    /// <summary>A commit begins. Gives when, for <see cref="Committed"/>; 0 while nobody measures.</summary>
    public long BeginCommit() => commitTime.Enabled ? timeProvider.GetTimestamp() : 0;

    public void Committed(long begun, int events)
    {
        if (begun != 0)
            Guard(begun, static (telemetry, it) => telemetry.commitTime.Record(telemetry.timeProvider.GetElapsedTime(it).TotalSeconds));
        if (stored.Enabled)
            Guard(events, static (telemetry, it) => telemetry.stored.Add(it));
    }

    public void JournalFailed(string journal, Exception exception, int failures, TimeSpan delay) => Guard(
        (journal, exception, failures, delay),
        static (telemetry, it) => Log.JournalFailed(telemetry.logger, it.journal, it.failures, it.delay, it.exception));

    public void JournalWorksAgain(string journal, int failures) => Guard(
        (journal, failures), static (telemetry, it) => Log.JournalWorksAgain(telemetry.logger, it.journal, it.failures));

    public void JournalLost(string journal, Exception exception) => Guard(
        (journal, exception), static (telemetry, it) => Log.JournalLost(telemetry.logger, it.journal, it.exception));

    public void JournalUnusable(string journal, Exception exception)
    {
        if (exception is not OperationCanceledException)
            Guard((journal, exception), static (telemetry, it) => Log.JournalUnusable(telemetry.logger, it.journal, it.exception));
    }

    public void PruningFailed(string journal, Exception exception) => Guard(
        (journal, exception), static (telemetry, it) => Log.PruningFailed(telemetry.logger, it.journal, it.exception));

    public void RunsRecovered(string journal, int runs, int unreadable) => Guard(
        (journal, runs, unreadable), static (telemetry, it) => Log.RunsRecovered(telemetry.logger, it.runs, it.journal, it.unreadable));

    public void RunUnreadable(RunId run, string agent, Exception exception) => Guard(
        (run, agent, exception), static (telemetry, it) => Log.RunUnreadable(telemetry.logger, it.run, it.agent, it.exception));

    public void RunParked(Run run) => Guard(
        run, static (telemetry, it) => Log.RunParked(telemetry.logger, it.Id, it.Agent.Name, it.Parked!));
}
