namespace Agents.Runtime;

/// <summary>An event of a run is stored, but this build cannot make anything of it.</summary>
/// <param name="run">The run.</param>
/// <param name="position">The position of the event.</param>
/// <param name="reason">What is wrong.</param>
/// <param name="innerException">The cause, if any.</param>
internal sealed class EventUnreadableException(RunId run, long position, string reason, Exception? innerException = null)
    : Exception($"The event at position {position} of run {run} does not fit this build: {reason}", innerException);
