namespace Agents.Runtime;

internal sealed partial class LocalConnection<TModule, TInput, TResult>
{
    /// <summary>Starts a child, or finds it again, where the caller is a node whose run is to have one; else gives null.</summary>
    private Run<TResult>? StartChildIfInNode(TInput input, RunOptions? options)
    {
        if (options is { Detached: true } || AmbientAttempt.In(host) is not { } attempt)
            return null;
        return StartOrFindChild(attempt, input, options);
    }

    private Run<TResult>? StartOrFindChild(InvocationAttempt attempt, TInput input, RunOptions? options)
    {
        var limit = host.Options.Limits.ChildDepth;
        if (attempt.Run.Depth >= limit)
            throw attempt.Doom(new AgentLimitException(nameof(RunLimits.ChildDepth), limit));
        var calls = attempt.Extras.GetChildCalls();
        lock (calls)
        {
            // What has ended by itself, and left the caller behind, starts no child; what was ended by others is told so.
            if (attempt.HasEnded)
                return null;
            attempt.ThrowIfFenced();
            host.ThrowIfStopped(agent.Name);
            var found = calls.Find(agent.Name, options?.Key, known => known.Run is null || HasInput(known.Run, input), out var place, out var generation);
            if (found is not null)
                return (Run<TResult>)found;
            var child = StartChild(attempt, place, generation, input, options);
            if (child is null)
                return attempt.HasEnded ? null : throw attempt.FenceException();
            calls.Add(child);
            return (Run<TResult>)child.Run!;
        }
    }

    /// <summary>Starts a child; gives null if the attempt does not count any more.</summary>
    private ChildStart? StartChild(InvocationAttempt attempt, ChildPlace place, int generation, TInput input, RunOptions? options)
    {
        var id = ChildStart.MakeId(attempt.InvocationId, agent.Name, place, generation);
        var run = new Run<TResult>(id, agent, options, new RunParent(attempt.Run, attempt.Ordinal))
        {
            IsStartTold = !host.Telemetry.ListensToStarts,
        };
        var first = new InvocationAttempt<TModule, TInput, TResult>(run, entry, input, 1);
        first.StoreInput();
        var child = new ChildStart(id, agent.Name, place, generation) { Run = run };
        if (!attempt.Run.StartChild(attempt, child))
            return null;
        Effects effects;
        lock (run.Gate)
            effects = run.Start(first, host.Clock.GetTicks());
        host.Runs.AddNew(run);
        Launch(run, effects);
        // A parent that ended meanwhile may have come before there was anything to cancel.
        if (attempt.Run.HasLetGoOf(run))
            attempt.Run.CancelChild(run);
        return child;
    }
}
