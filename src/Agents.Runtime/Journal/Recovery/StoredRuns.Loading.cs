using Agents.Journals;

namespace Agents.Runtime;

/// <content>One run comes back, and goes on as its agent says.</content>
internal sealed partial class StoredRuns
{
    private async Task<Run?> LoadAsync(JournalRun stored, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(stored, cancellationToken).ConfigureAwait(host.Executor.HasContext);
        }
        catch (Exception exception) when (exception is JournalException or EventUnreadableException)
        {
            // The others go on.
            unreadable[stored.Id] = exception.Message;
            broken[stored.Start.Root] = stored.Id;
            host.Telemetry.RunUnreadable(stored.Id, stored.Start.Agent, exception);
            return null;
        }
    }

    private async Task<Run> ReadAsync(JournalRun stored, CancellationToken cancellationToken)
    {
        Run? run = null;
        EventDecoder? decoder = null;
        var position = 0L;
        await foreach (var read in Journal.ReadAsync(stored.Id, 0, cancellationToken).ConfigureAwait(host.Executor.HasContext))
        {
            if (read.Position != ++position)
                throw new JournalCorruptException(stored.Id, position, "it is missing.");
            try
            {
                if (run is null)
                {
                    run = Make(stored, StoredStart.Read(read.Data.Span));
                    decoder = new EventDecoder(run);
                }

                run.Storage!.Bytes += read.Data.Length;
                run.Restore(decoder!.Decode(read.Data.Span, (uint)position));
            }
            catch (Exception exception) when (exception is not (JournalException or EventUnreadableException or OutOfMemoryException))
            {
                // What can be read and does not follow from what came before is as unreadable as the rest.
                throw new EventUnreadableException(stored.Id, position, exception.Message, exception);
            }
        }

        if (run is null)
            throw new JournalCorruptException(stored.Id, 1, "the log is empty.");
        host.Runs.AddStored(run);
        return run;
    }

    private Run Make(JournalRun stored, StoredStart start)
    {
        if (host.FindConnection(start.Agent) is not { } connection)
            throw new JournalException($"Agent '{start.Agent}' is not registered in this host. Register it to let its runs go on.");
        RunParent? parent = null;
        if (start.Parent is { } invocation)
        {
            var above = host.Runs.Find(invocation.Run) ??
                throw new JournalException($"Run {invocation.Run}, which started it, is not there or cannot be read.");
            parent = new RunParent(above, invocation.Ordinal);
        }

        var run = connection.Make(stored.Id, start.Options, parent);
        run.BeginRestoring(start);
        if (parent is null)
            run.HoldTree();
        else
            parent.Run.LinkChild(run);
        return run;
    }

    /// <summary>Lets a run go on, if its agent still is what it was started with or the run fits it all the same.</summary>
    private void Continue(Run run)
    {
        if (run.HasEnded)
            return;
        host.Telemetry.RunStarted(run);
        try
        {
            ContinueOrPark(run);
        }
        catch (AgentException exception)
        {
            // Its inputs cannot be written any more, for one. The others go on.
            Park(run, exception.Message);
        }
    }

    private void ContinueOrPark(Run run)
    {
        if (run.Fingerprint != run.Agent.Fingerprint && run.Agent.Definition.OnUpgrade is not UpgradePolicy.Continue and var policy)
        {
            End(run, policy);
            return;
        }

        if (Misfits.Of(run) is [var misfit, ..])
        {
            Park(run, misfit.ToString());
            return;
        }

        run.Resume();
        if (run.Parent is { } parent && parent.Run.HasLetGoOf(run))
            parent.Run.CancelChild(run);
    }

    private void Park(Run run, string reason)
    {
        run.Parked = reason;
        host.Telemetry.RunParked(run);
    }

    private void End(Run run, UpgradePolicy policy)
    {
        // With the tree that it belongs to: children are for their parents to start anew.
        if (policy is UpgradePolicy.Fail)
        {
            run.FailRun(new AttemptFailure(Failures.Upgraded(run.Agent.Name), null));
            return;
        }

        if (run.Parent is null && !host.FindConnection(run.Agent.Name)!.TryRestart(run))
        {
            // Its end would be that of the work.
            Park(run, $"it is to be started anew, but its inputs do not fit the entry of agent '{run.Agent.Name}' any more.");
            return;
        }

        run.Cancel(AgentCanceledException.Upgraded);
    }
}
