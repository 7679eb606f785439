namespace Agents.Runtime;

/// <summary>Whether what an attempt writes and emits still counts.</summary>
internal enum Fence
{
    /// <summary>It does.</summary>
    Open,

    /// <summary>The attempt has ended by itself.</summary>
    Ended,

    /// <summary>The attempt took too long, and another has its place.</summary>
    Superseded,

    /// <summary>The invocation has been canceled.</summary>
    Canceled,
}

/// <summary>Why an attempt was asked to stop.</summary>
internal enum StopCause
{
    None,
    Canceled,
    TimedOut,
    HostStopping,
}
