using System.Runtime.CompilerServices;
using System.Text.Json;
using Agents.Infrastructure;
using Agents.Journals;

namespace Agents.Runtime;

/// <content>Runs that are kept in a journal: what is done with them is done when it is stored.</content>
internal sealed partial class LocalConnection<TModule, TInput, TResult>
{
    private const string GivenUp = "Its start was given up before it was recorded.";

    public AgentInfo Agent => agent;

    /// <summary>Makes what shows the invocations of a node that is not there any more, or takes other inputs.</summary>
    private NodeInfo MakeFormerNode(string name, int index)
    {
        var former = new NodeDefinition<TModule, JsonElement, TResult>(
            name,
            new NodeInput<JsonElement>
            {
                Parameters = [new NodeParameter("stored", typeof(JsonElement))],
                Read = static reader => reader.Json,
                Write = static (writer, input) => writer.SetAll(input),
            },
            (_, _, _) => throw new InvalidOperationException($"Node '{name}' is only known from runs of a former build."))
        {
            Stream = new StreamDefinition<JsonElement>(),
        };
        var info = new NodeInfo(agent, former, index) { IsFormer = true, Gates = [host.Gate] };
        info.Runtime = new NodeRuntime<TModule, JsonElement, TResult>(new ModuleSource<TModule>(host.Services), info, former);
        return info;
    }

    public Run Make(RunId id, RunOptions? options, RunParent? parent) => new Run<TResult>(id, agent, options, parent);

    public bool TryRestart(Run old)
    {
        if (old.State[1].Input is not InvocationAttempt<TModule, TInput, TResult> first)
            return false;
        // Known again, should the process end before the old run is recorded to have.
        var id = RunId.FromKey($"\0upgraded\0{old.Id}\0{agent.Fingerprint}");
        var run = new Run<TResult>(id, agent, old.Options is { } own ? own with { Key = null } : null);
        var entered = new InvocationAttempt<TModule, TInput, TResult>(run, entry, first.Input, 1);
        entered.StoreInput();
        Effects effects;
        lock (run.Gate)
        {
            if (!host.Runs.TryAdd(run, out _))
                return true;
            effects = run.StartAfter(old.Id, entered);
        }

        old.AddFork(id);
        Launch(run, effects);
        return true;
    }

    private async ValueTask<RunConnection<TResult>> StartStoredAsync(TInput input, RunOptions? options, CancellationToken cancellationToken)
    {
        // A start within a node finds its place among those of the node in the order of the calls: nothing may wait before.
        if (!host.IsOpen)
            await host.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(host.Executor.HasContext);
        if (options is { Key: { } key } && (options.Detached || AmbientAttempt.In(host) is null))
            await host.Stored!.FindAsync(RunId.FromKey(key), cancellationToken).ConfigureAwait(host.Executor.HasContext);
        var connection = StartNow(input, options, out var isNewRoot);
        await WhenShownAsync(connection.Run, isNobodys: isNewRoot && options?.Key is null, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    /// <summary>Waits until a run that was started can be found.</summary>
    /// <param name="run">The run.</param>
    /// <param name="isNobodys">Whether nobody else knows it, nor can find it by a key, if this wait is given up: then it is canceled.</param>
    /// <param name="cancellationToken">Gives the wait up.</param>
    private static async ValueTask WhenShownAsync(Run run, bool isNobodys, CancellationToken cancellationToken)
    {
        try
        {
            await run.WhenShown().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (isNobodys && cancellationToken.IsCancellationRequested)
        {
            // It is on its way to the store and cannot be taken back, but nobody is to have it: a start that was given up has no result.
            run.Cancel(GivenUp);
            throw;
        }
    }

    private async ValueTask<RunConnection<TResult>?> FindStoredAsync(RunId id, CancellationToken cancellationToken) =>
        await LoadAsync(id, cancellationToken).ConfigureAwait(false) is { } run ? new LocalRunConnection<TResult>(run) : null;

    private async ValueTask<Run<TResult>?> LoadAsync(RunId id, CancellationToken cancellationToken)
    {
        await host.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return await host.Stored!.FindAsync(id, cancellationToken).ConfigureAwait(false) is Run<TResult> run && run.Agent == agent ? run : null;
    }

    private async IAsyncEnumerable<RunInfo> ListStoredAsync(RunQuery? query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await host.OpenAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var stored = new JournalQuery
        {
            Agent = agent.Name,
            Status = query?.Status,
            RootsOnly = query?.RootsOnly ?? false,
            StartedFrom = query?.StartedFrom,
            StartedBefore = query?.StartedBefore,
        };
        await foreach (var found in host.Stored!.Journal.ListAsync(stored, cancellationToken).ConfigureAwait(false))
        {
            var run = await host.Stored.FindAsync(found.Id, cancellationToken).ConfigureAwait(false);
            if (run?.GetInfo() is { } info && (query is null || Matches(info, query)))
                yield return info;
        }
    }
}
