namespace Agents.Runtime.Tests;

/// <summary>A module that holds something which is gone once it is disposed of.</summary>
[AgentModule(MaxAttempts = 1)]
internal sealed partial class Disposable : IDisposable, IAsyncDisposable
{
    private bool isDisposed;

    public void Dispose() => isDisposed = true;

    public ValueTask DisposeAsync()
    {
        isDisposed = true;
        return default;
    }

    [Node]
    public async Task<string> UseAsync(Signal started, CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(stopped.SetResult);
        started.Set();
        await stopped.Task;
        ObjectDisposedException.ThrowIf(isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        return "never";
    }
}
