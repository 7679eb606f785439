namespace Agents.Testing;

/// <summary>
/// What a test expects of a run. Each waits for the run's end. They throw <see cref="AgentAssertionException"/>.
/// </summary>
public static class RunAssertions
{
    /// <summary>Expects that the run completes.</summary>
    /// <param name="run">The run.</param>
    public static Task ShouldCompleteAsync(this AgentRun run) =>
        ShouldEndAsync(run, "complete", static info => info.Status is RunStatus.Completed);

    /// <summary>Expects that the run completes with a result.</summary>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <param name="run">The run.</param>
    /// <param name="expected">
    /// The result: equal by its own equality or, within a test host, as JSON, for values of the same type.
    /// </param>
    public static async Task ShouldGiveAsync<TResult>(this AgentRun<TResult> run, TResult expected)
    {
        await run.ShouldCompleteAsync();
        var found = await run.GetResultAsync();
        if (!PayloadEquality.AreEqual(found, expected))
        {
            throw new AgentAssertionException(
                $"Expected run {run.Id} to give {RunDescription.Show(expected)}, but it gave {RunDescription.Show(found)}.");
        }
    }

    /// <summary>Expects that the run fails.</summary>
    /// <param name="run">The run.</param>
    /// <param name="code">One of <see cref="FailureCodes"/>.</param>
    public static Task ShouldFailAsync(this AgentRun run, string code) =>
        ShouldEndAsync(run, $"fail with code '{code}'", info => info.Failure?.Code == code);

    /// <summary>Expects that the run is canceled.</summary>
    /// <param name="run">The run.</param>
    public static Task ShouldBeCanceledAsync(this AgentRun run) =>
        ShouldEndAsync(run, "be canceled", static info => info.Status is RunStatus.Canceled);

    private static async Task ShouldEndAsync(AgentRun run, string expected, Func<RunInfo, bool> holds)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            await run.WaitForEndAsync();
        }
        catch (Exception exception) when (exception is AgentFailedException or AgentCanceledException)
        {
            // How it ended is what the run's info tells next.
        }

        var info = await run.GetInfoAsync();
        if (holds(info))
            return;
        throw new AgentAssertionException(
            $"Expected run {run.Id} of '{run.Agent}' to {expected}, but it {EndDescription.Of(info.Status, info.Failure, info.CancelReason)}.");
    }
}
