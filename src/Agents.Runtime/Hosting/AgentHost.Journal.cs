using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime;

/// <content>The journal of a host: opened once, at the start or by the first use, and closed at the end.</content>
internal sealed partial class AgentHost
{
    private readonly CancellationTokenSource closing = new();
    private Task? opening;
    private Task? closed;

    /// <summary>The runs that are in the journal; null where runs are kept in memory.</summary>
    public StoredRuns? Stored { get; }

    /// <summary>Whether runs may be started and found: the journal is open, and what it holds goes on.</summary>
    public bool IsOpen => !IsDurable || opening is { IsCompletedSuccessfully: true };

    /// <summary>Opens the journal and lets what it holds go on. Each call gives the same task.</summary>
    public Task OpenAsync()
    {
        if (Stored is null)
            return Task.CompletedTask;
        lock (connections)
        {
            if (opening is not null)
                return opening;
            if (isStopping)
                return Task.FromException(StoppedException());
            var source = new TaskCompletionSource(Executor.SourceOptions);
            opening = source.Task;
            Executor.Queue(static it => _ = it.host.OpenAsync(it.source), (host: this, source));
            return opening;
        }
    }

    private async Task OpenAsync(TaskCompletionSource source)
    {
        Executor.EnterContext();
        try
        {
            await OpenOnceAsync().ConfigureAwait(Executor.HasContext);
            Executor.Complete(static it => it.SetResult(), source);
        }
        catch (Exception exception)
        {
            Telemetry.JournalUnusable(Stored!.Journal.Description, exception);
            Executor.Complete(static it => it.source.SetObservedException(it.exception), (source, exception));
        }
    }

    /// <summary>The connection to an agent, by its name on the wire; null where it is not registered.</summary>
    public ILocalConnection? FindConnection(string agent) =>
        connections.Values.FirstOrDefault(connection => connection.Agent.Name == agent);

    private static InvalidOperationException StoppedException() =>
        new("The host of agents is stopping or has stopped. Use its clients only while the application runs.");

    private async Task OpenOnceAsync()
    {
        var missing = Payloads.FindMissing(connections.Keys);
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                "Runs are to be stored as JSON, but of some payloads there is no JSON metadata. Give it to AddJson, by a " +
                $"JsonSerializerContext for one:\n{string.Join('\n', missing)}");
        }

        await Stored!.Journal.OpenAsync(closing.Token).ConfigureAwait(Executor.HasContext);
        await Stored.RecoverAsync(closing.Token).ConfigureAwait(Executor.HasContext);
        Stored.BeginPruning();
    }

    /// <summary>Ends for good, at once: the journal has become another's.</summary>
    public void StopForGood()
    {
        BeginStop();
        EndRuns();
    }

    private IRecorder MakeRecorder(IServiceProvider services) => services.GetService<JournalSource>() is { } source
        ? new StoredRecorder(this, source.Create())
        : new MemoryRecorder();

    /// <summary>Closes the journal, once nothing is written any more.</summary>
    private Task CloseAsync()
    {
        if (Stored is null)
            return Task.CompletedTask;
        lock (connections)
            return closed ??= CloseOnceAsync(Stored);
    }

    private async Task CloseOnceAsync(StoredRuns stored)
    {
        await closing.CancelAsync().ConfigureAwait(false);
        if (opening is not null)
            await opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Nothing is written any more, but a write that is under way may hang.
        await stored.Recorder.WhenDrained().WaitAsync(Options.DisposeTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stored.EndPruningAsync().ConfigureAwait(false);
        await stored.Journal.DisposeAsync().ConfigureAwait(false);
        stored.Recorder.Dispose();
        stored.Dispose();
    }
}
