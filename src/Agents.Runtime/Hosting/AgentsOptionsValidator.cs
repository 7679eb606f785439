using Microsoft.Extensions.Options;

namespace Agents.Runtime;

/// <summary>Refuses options that cannot be meant, saying which and why.</summary>
internal sealed class AgentsOptionsValidator : IValidateOptions<AgentsOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentsOptions options)
    {
        var faults = new List<string>();
        Require(options.MaxConcurrency >= 1, "MaxConcurrency", options.MaxConcurrency, "1 or more");
        Require(
            options.AttemptTimeout is null || (options.AttemptTimeout > TimeSpan.Zero && options.AttemptTimeout <= Timers.Longest),
            "AttemptTimeout", options.AttemptTimeout, $"positive and at most {Timers.Longest}, or null");
        RequireTime(options.GraceTime, "GraceTime");
        RequireTime(options.DisposeTimeout, "DisposeTimeout");
        Require(options.Retry.MaxAttempts >= 1, "Retry.MaxAttempts", options.Retry.MaxAttempts, "1 or more");
        Require(options.Retry.BaseDelay >= TimeSpan.Zero, "Retry.BaseDelay", options.Retry.BaseDelay, "zero or more");
        RequireTime(options.Retry.MaxDelay, "Retry.MaxDelay");
        Require(options.Retry.Jitter is >= 0 and <= 1, "Retry.Jitter", options.Retry.Jitter, "from 0 to 1");
        Require(options.Limits.ChunksPerInvocation >= 1, "Limits.ChunksPerInvocation", options.Limits.ChunksPerInvocation, "1 or more");
        Require(options.Limits.InvocationsPerRun >= 1, "Limits.InvocationsPerRun", options.Limits.InvocationsPerRun, "1 or more");
        Require(options.Limits.EmitsPerInvocation >= 1, "Limits.EmitsPerInvocation", options.Limits.EmitsPerInvocation, "1 or more");
        Require(options.Retention.MaxFinishedRuns >= 0, "Retention.MaxFinishedRuns", options.Retention.MaxFinishedRuns, "0 or more");
        Require(options.Retention.MaxAge > TimeSpan.Zero, "Retention.MaxAge", options.Retention.MaxAge, "positive");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void RequireTime(TimeSpan time, string option) =>
            Require(time >= TimeSpan.Zero && time <= Timers.Longest, option, time, $"from zero to {Timers.Longest}");

        void Require(bool holds, string option, object? value, string expected)
        {
            if (!holds)
                faults.Add($"AgentsOptions.{option} is {value}; it must be {expected}.");
        }
    }
}
