namespace Agents.Runtime;

/// <summary>
/// Waits of a node for other runs than its own and those above: while they last, its attempt holds no slot, which the other
/// run may need. All other waits are left as they are.
/// </summary>
internal static class ChildWait
{
    /// <summary>A wait for something of a run.</summary>
    public static Task Of(Run run, Task wait) =>
        wait.IsCompleted || Find(run) is not { } parking
            ? wait
            : run.Agent.Host.Executor.HandOut(parking.WaitAsync(wait, stopsClock: false)).Observed();

    /// <inheritdoc cref="Of(Run, Task)"/>
    public static Task<T> Of<T>(Run run, Task<T> wait) =>
        wait.IsCompleted || Find(run) is not { } parking
            ? wait
            : run.Agent.Host.Executor.HandOut(parking.WaitAsync(wait, stopsClock: false)).Observed();

    /// <summary>A reader of something of a run.</summary>
    public static IAsyncEnumerator<T> Of<T>(Run run, IAsyncEnumerator<T> reader) =>
        Find(run) is { } parking ? new Reader<T>(reader, parking) : reader;

    private static AttemptExtras? Find(Run run) =>
        AmbientAttempt.In(run.Agent.Host) is { } attempt && attempt.Run != run && !attempt.Run.IsBelow(run)
            ? attempt.Extras
            : null;

    private sealed class Reader<T>(IAsyncEnumerator<T> inner, Parking parking) : IAsyncEnumerator<T>
    {
        public T Current => inner.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            var next = inner.MoveNextAsync();
            return next.IsCompleted ? next : WaitAsync(next);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private async ValueTask<bool> WaitAsync(ValueTask<bool> next)
        {
            parking.Begin(stopsClock: false);
            try
            {
                // Back in the context of the node, as all waits of parking.
                return await next;
            }
            finally
            {
                await parking.EndAsync(stopsClock: false);
            }
        }
    }
}
