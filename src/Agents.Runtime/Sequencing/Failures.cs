namespace Agents.Runtime;

/// <summary>Makes failures as data.</summary>
internal static class Failures
{
    public static FailureInfo NoResult { get; } = new()
    {
        Code = FailureCodes.NoResult,
        Message = "The run completed without a result: all its work is done, and no node returned one.",
    };

    public static FailureInfo RunTimeout(TimeSpan timeout) => new()
    {
        Code = FailureCodes.Timeout,
        Message = $"The run took longer than its timeout of {timeout}.",
    };

    public static FailureInfo Upgraded(string agent) => new()
    {
        Code = FailureCodes.Upgraded,
        Message = $"Agent '{agent}' has changed since the run was started, and its runs do not go on then (OnUpgrade = Fail).",
    };

    /// <summary>The code of a failure by this exception.</summary>
    public static string CodeOf(Exception exception) => exception switch
    {
        AgentLimitException or AgentFailedException { Failure.Code: FailureCodes.Limit } => FailureCodes.Limit,
        BudgetExceededException or AgentFailedException { Failure.Code: FailureCodes.Budget } => FailureCodes.Budget,
        _ => FailureCodes.Exception,
    };

    public static FailureInfo Of(Exception exception, string code) => new()
    {
        Code = code,
        Message = TextOf(exception, static thrown => thrown.Message),
        TypeName = exception.GetType().FullName,
        Details = TextOf(exception, static thrown => thrown.ToString()),
    };

    /// <summary>An exception is the user's code: that it cannot tell what it is must not keep the attempt from ending.</summary>
    private static string TextOf(Exception exception, Func<Exception, string?> read)
    {
        try
        {
            return read(exception) ?? "";
        }
        catch (Exception thrown)
        {
            return $"{exception.GetType()} threw {thrown.GetType()} when asked for its text.";
        }
    }
}
