namespace Agents;

/// <summary>The values of <see cref="FailureInfo.Code"/>.</summary>
public static class FailureCodes
{
    /// <summary>The node threw.</summary>
    public const string Exception = "exception";

    /// <summary>The attempt, or the run, took longer than it may.</summary>
    public const string Timeout = "timeout";

    /// <summary>The attempt was interrupted too often in a row.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>A limit of the host was exceeded.</summary>
    public const string Limit = "limit";

    /// <summary>A budget of the run was used up, see <see cref="BudgetAttribute"/>.</summary>
    public const string Budget = "budget";

    /// <summary>The agent has changed since the run was started, see <see cref="UpgradePolicy.Fail"/>.</summary>
    public const string Upgraded = "upgraded";

    /// <summary>All work of the run ended without a result, though the agent gives one.</summary>
    public const string NoResult = "no-result";
}
