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

    public static FailureInfo Of(Exception exception, string code) => new()
    {
        Code = code,
        Message = exception.Message,
        TypeName = exception.GetType().FullName,
        Details = exception.ToString(),
    };
}
