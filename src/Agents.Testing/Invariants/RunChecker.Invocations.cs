namespace Agents.Testing;

/// <summary>What holds of invocations, their attempts and their chunks.</summary>
internal sealed partial class RunChecker
{
    private readonly Dictionary<InvocationId, Invocation> invocations = [];

    private Invocation Of(RunEvent.OfInvocation logged) => invocations[logged.Invocation];

    private void CheckKnown(RunEvent.OfInvocation logged)
    {
        Require(invocations.TryGetValue(logged.Invocation, out var invocation), logged, $"invocation {logged.Invocation} does not exist yet");
        invocation!.Node ??= logged.Node;
        Require(invocation.Node == logged.Node, logged, $"invocation {logged.Invocation} is of node '{invocation.Node}'");
    }

    private void Create(RunEvent by, InvocationId id, string? node, InvocationId? scope)
    {
        Require(id.Run == by.Run, by, $"invocation {id} is of another run");
        Require(invocations.TryAdd(id, new Invocation { Node = node, Scope = scope }), by, $"invocation {id} exists already");
    }

    private void Begin(RunEvent.AttemptStarted started)
    {
        var invocation = Of(started);
        Require(!invocation.HasEnded, started, "its invocation has ended");
        Require(!invocation.IsExecuting, started, $"attempt {invocation.Attempt} of its invocation has not ended");
        Require(started.Attempt == invocation.Attempt + 1, started, $"attempt {invocation.Attempt + 1} comes next");
        // Events are recorded to the millisecond, and rounded down.
        if (invocation.RetryAt is { } retryAt)
            Require(started.Timestamp.AddMilliseconds(1) > retryAt, started, $"it is due at {retryAt:O}");
        invocation.Attempt = started.Attempt;
        invocation.IsExecuting = true;
        invocation.Chunks = 0;
        invocation.RetryAt = null;
    }

    private void TakeChunk(RunEvent.Chunk chunk)
    {
        var invocation = Of(chunk);
        RequireExecuting(invocation, chunk, chunk.Attempt);
        Require(chunk.Index == invocation.Chunks, chunk, $"chunk {invocation.Chunks} of the attempt comes next");
        invocation.Chunks++;
    }

    private Invocation EndAttempt(RunEvent.OfInvocation logged, int attempt)
    {
        var invocation = Of(logged);
        RequireExecuting(invocation, logged, attempt);
        invocation.IsExecuting = false;
        return invocation;
    }

    private void Complete(RunEvent.InvocationCompleted completed)
    {
        var invocation = Of(completed);
        RequireExecuting(invocation, completed, completed.Attempt);
        End(completed);
        invocation.HasCompleted = true;
        var scope = ScopeFor(completed, invocation);
        foreach (var emitted in completed.Emitted)
            Create(completed, emitted.Invocation, emitted.Node, scope);
        Gather(completed, scope);
    }

    private void End(RunEvent.OfInvocation logged)
    {
        var invocation = Of(logged);
        Require(!invocation.HasEnded, logged, "an invocation ends once");
        invocation.HasEnded = true;
        invocation.IsExecuting = false;
    }

    private void CheckAllEnded(RunEvent end)
    {
        foreach (var (id, invocation) in invocations)
            Require(invocation.HasEnded, end, $"invocation {id} has not ended");
    }

    private static void RequireExecuting(Invocation invocation, RunEvent logged, int attempt)
    {
        Require(!invocation.HasEnded, logged, "its invocation has ended");
        Require(invocation.IsExecuting && invocation.Attempt == attempt, logged, $"attempt {attempt} does not execute");
    }

    private sealed class Invocation
    {
        public string? Node { get; set; }

        /// <summary>The invocation whose scope it is in; null for none.</summary>
        public InvocationId? Scope { get; init; }

        public int Attempt { get; set; }

        public int Chunks { get; set; }

        public DateTimeOffset? RetryAt { get; set; }

        public bool IsExecuting { get; set; }

        public bool HasEnded { get; set; }

        public bool HasCompleted { get; set; }
    }
}
