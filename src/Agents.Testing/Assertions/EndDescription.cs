namespace Agents.Testing;

/// <summary>How a run or an invocation ended, after <c>it</c>.</summary>
internal static class EndDescription
{
    public static string Of(RunStatus status, FailureInfo? failure, string? cancelReason) => status switch
    {
        RunStatus.Failed => $"failed with code '{failure!.Code}': {failure.Message}",
        RunStatus.Canceled => $"was canceled: {cancelReason}",
        _ => "completed",
    };
}
