using Agents.Infrastructure;

namespace Agents.Runtime;

/// <content>Runs that take over from others.</content>
internal sealed partial class LocalConnection<TModule, TInput, TResult>
{
    public override ValueTask<RunConnection<TResult>> ForkAsync(
        RunId run, IReadOnlyList<InvocationChange> changes, RunOptions? options, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<RunConnection<TResult>>(cancellationToken);
        CheckOptions(options);
        return new(new LocalRunConnection<TResult>(Fork(Require(run, "fork"), changes, options)));
    }

    public override ValueTask<RunConnection<TResult>> RetryAsync(RunId run, RunOptions? options, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<RunConnection<TResult>>(cancellationToken);
        CheckOptions(options);
        var failed = Require(run, "retry");
        return failed.End?.Outcome.Status switch
        {
            null => throw new InvalidOperationException(
                $"Run {run} goes on: there is nothing to retry yet. Wait for its end, or fork it."),
            RunStatus.Completed => throw new InvalidOperationException(
                $"Run {run} has completed: there is nothing to retry. Fork it to run parts of it anew."),
            _ => new(new LocalRunConnection<TResult>(Fork(failed, [], options))),
        };
    }

    private Run<TResult> Require(RunId run, string what) => Find(run) ?? throw new ArgumentException(
        $"Agent '{agent.Name}' has no run {run} to {what}. Finished runs are kept for a time only, see AgentsOptions.Retention.", nameof(run));

    private Run<TResult> Fork(Run<TResult> source, IReadOnlyList<InvocationChange> changes, RunOptions? options)
    {
        host.ThrowIfStopped(agent.Name);
        var takeOver = TakeOver.Of(source.TakeSnapshot(), changes);
        var id = options?.Key is { } key ? RunId.FromKey(key) : host.Ids.Next();
        var run = new Run<TResult>(id, agent, options ?? (source.Options is { } own ? own with { Key = null } : null));
        run.StartFork(takeOver);
        if (!host.Runs.TryAdd(run, out var other))
            return SameFork(other, source, changes, options!.Key!);
        source.AddFork(id);
        Launch(run, run.ContinueFork());
        run.ScheduleTakenOver();
        return run;
    }

    private Run<TResult> SameFork(Run other, Run<TResult> source, IReadOnlyList<InvocationChange> changes, string key)
    {
        if (other is not Run<TResult> { Origin: { } origin } same || same.Agent != agent || origin.Run != source.Id)
            throw new RunConflictException(other.Id, key, $"not as a fork of run {source.Id}");
        if (origin.Changes.Count != changes.Count || !changes.All(change => origin.Changes.Any(
            made => made.Node == change.Node && agent.Nodes[change.Node].Runtime.AreEqual(made, change))))
        {
            throw new RunConflictException(other.Id, key, "with other changes");
        }

        return same;
    }
}
