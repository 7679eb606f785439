namespace Agents.Journals;

/// <summary>A journal cannot do what it was asked to.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="innerException">The cause, if any.</param>
public class JournalException(string message, Exception? innerException = null) : Exception(message, innerException);

/// <summary>Another owns the store and did not let go in time.</summary>
/// <param name="store">What the journal stores in.</param>
/// <param name="holder">Who owns it.</param>
/// <param name="waited">How long it was waited for.</param>
public sealed class JournalOwnedException(string store, string holder, TimeSpan waited) : JournalException(
    $"{store} is owned by {holder}, which did not let go within {waited}. A store has one host at a time: stop the other, or wait " +
    "longer for it (LeaseWait).")
{
    /// <summary>Who owns it.</summary>
    public string Holder { get; } = holder;
}

/// <summary>The ownership of a store was lost to another: nothing more can be stored.</summary>
/// <param name="store">What the journal stores in.</param>
/// <param name="holder">Who owns it now.</param>
public sealed class JournalOwnershipLostException(string store, string holder) : JournalException(
    $"{store} is now owned by {holder}: nothing more is stored for this host. It stops; its runs go on there.")
{
    /// <summary>Who owns it now.</summary>
    public string Holder { get; } = holder;
}

/// <summary>An event of a run cannot be read back.</summary>
/// <param name="run">The run.</param>
/// <param name="position">The position of the event.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="innerException">The cause, if any.</param>
public sealed class JournalCorruptException(RunId run, long position, string reason, Exception? innerException = null)
    : JournalException($"The event at position {position} of run {run} cannot be read: {reason}", innerException)
{
    /// <summary>The run.</summary>
    public RunId Run { get; } = run;

    /// <summary>The position of the event.</summary>
    public long Position { get; } = position;
}
