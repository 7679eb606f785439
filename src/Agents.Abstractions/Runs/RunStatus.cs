namespace Agents;

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>It has work left. It may have its result already.</summary>
    Running,

    /// <summary>It has ended with a result, or drained where no node gives one.</summary>
    Completed,

    /// <summary>It has ended without a result, by a failure.</summary>
    Failed,

    /// <summary>It has ended without a result, by being canceled.</summary>
    Canceled,
}
