using Agents.Infrastructure;

namespace Agents.Runtime;

/// <content>Runs that take over from others.</content>
internal sealed partial class LocalConnection<TModule, TInput, TResult>
{
    public override async ValueTask<RunConnection<TResult>> ForkAsync(
        RunId run, IReadOnlyList<InvocationChange> changes, RunOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckOptions(options);
        var source = await RequireAsync(run, "fork", cancellationToken).ConfigureAwait(false);
        return await ForkAsync(source, changes, options, cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask<RunConnection<TResult>> RetryAsync(RunId run, RunOptions? options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckOptions(options);
        var failed = await RequireAsync(run, "retry", cancellationToken).ConfigureAwait(false);
        return failed.End?.Outcome.Status switch
        {
            null => throw new InvalidOperationException(
                $"Run {run} goes on: there is nothing to retry yet. Wait for its end, or fork it."),
            RunStatus.Completed => throw new InvalidOperationException(
                $"Run {run} has completed: there is nothing to retry. Fork it to run parts of it anew."),
            _ => await ForkAsync(failed, [], options, cancellationToken).ConfigureAwait(false),
        };
    }

    private async ValueTask<Run<TResult>> RequireAsync(RunId run, string what, CancellationToken cancellationToken) =>
        (host.IsDurable ? await LoadAsync(run, cancellationToken).ConfigureAwait(false) : Find(run)) ?? throw new ArgumentException(
            $"Agent '{agent.Name}' has no run {run} to {what}. Finished runs are kept for a time only, see AgentsOptions.Retention.", nameof(run));

    private async ValueTask<LocalRunConnection<TResult>> ForkAsync(
        Run<TResult> source, IReadOnlyList<InvocationChange> changes, RunOptions? options, CancellationToken cancellationToken)
    {
        if (host.IsDurable && options?.Key is { } key)
            await host.Stored!.FindAsync(RunId.FromKey(key), cancellationToken).ConfigureAwait(false);
        var run = Fork(source, changes, options);
        await WhenShownAsync(run, isNobodys: options?.Key is null, cancellationToken).ConfigureAwait(false);
        return new LocalRunConnection<TResult>(run);
    }

    private Run<TResult> Fork(Run<TResult> source, IReadOnlyList<InvocationChange> changes, RunOptions? options)
    {
        host.ThrowIfStopped(agent.Name);
        var takeOver = TakeOver.Of(source.TakeSnapshot(), changes);
        var id = options?.Key is { } key ? RunId.FromKey(key) : host.Ids.Next(host.Clock.GetTicks());
        var run = new Run<TResult>(id, agent, options ?? (source.Options is { } own ? own with { Key = null } : null));
        Effects effects;
        lock (run.Gate)
        {
            if (!host.Runs.TryAdd(run, out var other))
                return SameFork(other, source, changes, options!.Key!);
            try
            {
                effects = run.StartFork(takeOver);
            }
            catch
            {
                // What cannot be written was never started.
                host.Runs.Drop(run);
                throw;
            }
        }

        source.AddFork(id);
        if (run.IsShown)
            LaunchFork(run, effects);
        else
            _ = LaunchWhenShownAsync(run, effects);
        return run;
    }

    private async Task LaunchWhenShownAsync(Run<TResult> run, Effects effects)
    {
        await run.WhenShown().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (run.IsShown)
            LaunchFork(run, effects);
    }

    private void LaunchFork(Run<TResult> run, Effects effects)
    {
        Launch(run, effects);
        run.ScheduleTakenOver();
    }

    private Run<TResult> SameFork(Run other, Run<TResult> source, IReadOnlyList<InvocationChange> changes, string key)
    {
        ForkOrigin? found;
        lock (other.Gate)
            found = other.Origin;
        if (found is not { } origin || other is not Run<TResult> same || same.Agent != agent || origin.Run != source.Id)
            throw new RunConflictException(other.Id, key, $"not as a fork of run {source.Id}");
        if (origin.Changes.Count != changes.Count || !changes.All(change => origin.Changes.Any(
            made => made.Node == change.Node && agent.Nodes[change.Node].Runtime.AreEqual(made, change))))
        {
            throw new RunConflictException(other.Id, key, "with other changes");
        }

        return same;
    }
}
