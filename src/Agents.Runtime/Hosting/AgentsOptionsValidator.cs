using Microsoft.Extensions.Options;

namespace Agents.Runtime;

/// <summary>Refuses options that cannot be meant, saying which and why.</summary>
internal sealed class AgentsOptionsValidator : IValidateOptions<AgentsOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentsOptions options)
    {
        var faults = new List<string>();
        Require(options.MaxConcurrency >= 1, "MaxConcurrency", options.MaxConcurrency, "1 or more");
        Require(options.AttemptTimeout is null || options.AttemptTimeout > TimeSpan.Zero, "AttemptTimeout", options.AttemptTimeout, "positive, or null");
        Require(options.GraceTime >= TimeSpan.Zero, "GraceTime", options.GraceTime, "zero or more");
        Require(options.DisposeTimeout >= TimeSpan.Zero && options.DisposeTimeout <= TimeSpan.FromDays(1), "DisposeTimeout", options.DisposeTimeout, "from zero to a day");
        Require(options.Retry.MaxAttempts >= 1, "Retry.MaxAttempts", options.Retry.MaxAttempts, "1 or more");
        Require(options.Retry.BaseDelay >= TimeSpan.Zero, "Retry.BaseDelay", options.Retry.BaseDelay, "zero or more");
        Require(options.Retry.MaxDelay >= TimeSpan.Zero, "Retry.MaxDelay", options.Retry.MaxDelay, "zero or more");
        Require(options.Retry.Jitter is >= 0 and <= 1, "Retry.Jitter", options.Retry.Jitter, "from 0 to 1");
        Require(options.Limits.ChunksPerInvocation >= 1, "Limits.ChunksPerInvocation", options.Limits.ChunksPerInvocation, "1 or more");
        Require(options.Limits.InvocationsPerRun >= 1, "Limits.InvocationsPerRun", options.Limits.InvocationsPerRun, "1 or more");
        Require(options.Limits.EmitsPerInvocation >= 1, "Limits.EmitsPerInvocation", options.Limits.EmitsPerInvocation, "1 or more");
        Require(options.Limits.OpenQuestionsPerRun >= 1, "Limits.OpenQuestionsPerRun", options.Limits.OpenQuestionsPerRun, "1 or more");
        Require(options.Limits.ChildDepth >= 0, "Limits.ChildDepth", options.Limits.ChildDepth, "0 or more");
        Require(options.Retention.MaxFinishedRuns >= 0, "Retention.MaxFinishedRuns", options.Retention.MaxFinishedRuns, "0 or more");
        Require(options.Retention.MaxAge > TimeSpan.Zero, "Retention.MaxAge", options.Retention.MaxAge, "positive");
        Require(options.Cache.MaxEntries >= 0, "Cache.MaxEntries", options.Cache.MaxEntries, "0 or more");
        Require(options.Limits.PayloadBytes >= 1, "Limits.PayloadBytes", options.Limits.PayloadBytes, "1 or more");
        Require(options.Limits.RunBytes >= 1, "Limits.RunBytes", options.Limits.RunBytes, "1 or more");
        Require(options.Journal.MaxUnstoredBytes >= 1, "Journal.MaxUnstoredBytes", options.Journal.MaxUnstoredBytes, "1 or more");
        Require(options.Journal.MaxUnstoredBytesOfHost >= 1, "Journal.MaxUnstoredBytesOfHost", options.Journal.MaxUnstoredBytesOfHost, "1 or more");
        Require(options.Journal.RetryDelay > TimeSpan.Zero, "Journal.RetryDelay", options.Journal.RetryDelay, "positive");
        Require(options.Journal.MaxRetryDelay >= options.Journal.RetryDelay, "Journal.MaxRetryDelay", options.Journal.MaxRetryDelay, "RetryDelay or more");
        Require(options.Journal.PruneInterval > TimeSpan.Zero, "Journal.PruneInterval", options.Journal.PruneInterval, "positive");
        Require(options.Journal.MaxFinishedRuns >= 0, "Journal.MaxFinishedRuns", options.Journal.MaxFinishedRuns, "0 or more");
        Require(options.Journal.MaxAge > TimeSpan.Zero, "Journal.MaxAge", options.Journal.MaxAge, "positive");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Require(bool holds, string option, object? value, string expected)
        {
            if (!holds)
                faults.Add($"AgentsOptions.{option} is {value}; it must be {expected}.");
        }
    }
}
