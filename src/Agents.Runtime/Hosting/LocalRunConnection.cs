using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>The connection of a handle to a run in this process.</summary>
internal class LocalRunConnection<TResult>(Run<TResult> run) : RunConnection<TResult>
{
    /// <summary>The run itself.</summary>
    public Run<TResult> Run => run;

    public override RunId Id => run.Id;

    public override string Agent => run.Agent.Name;

    public override Task<TResult> GetResultAsync(CancellationToken cancellationToken) =>
        ChildWait.Of(run, run.GetResultAsync(cancellationToken));

    public override Task WaitForEndAsync(CancellationToken cancellationToken) =>
        ChildWait.Of(run, run.WaitForEndAsync(cancellationToken));

    public override ValueTask<bool> CancelAsync(string? reason, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : run.CancelAsync(reason ?? "CancelAsync was called.");

    public override ValueTask<RunInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<RunInfo>(cancellationToken)
            : new ValueTask<RunInfo>(run.GetInfo());

    public override IAsyncEnumerable<RunEvent> ReadEventsAsync(Cursor? after, bool includeChildren) =>
        includeChildren ? ReadTree(run.CheckTreeCursor(after)) : ReadRun(run.CheckCursor(after));

    public override ValueTask<IReadOnlyList<RunInfo>> GetChildrenAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<IReadOnlyList<RunInfo>>(cancellationToken)
            : new ValueTask<IReadOnlyList<RunInfo>>([.. run.GetChildren().Select(static child => child.GetInfo())]);

    public override ValueTask<IReadOnlyList<HumanRequest>> GetPendingRequestsAsync(bool includeChildren, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<IReadOnlyList<HumanRequest>>(cancellationToken);
        var pending = includeChildren
            ? run.SelfAndBelow().SelectMany(static one => one.GetPendingRequests()).OrderBy(static request => request.AskedAt)
            : run.GetPendingRequests().AsEnumerable();
        return new([.. pending]);
    }

    public override ValueTask AnswerAsync(HumanRequestId request, JsonElement answer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        var asking = FindInTree(request.Run);
        if (asking?.FindQuestion(request.Number) is not { } recorded)
        {
            throw new ArgumentException(
                $"Neither run {run.Id} nor a run that it started has asked question {request}. Take the id from a request of theirs.",
                nameof(request));
        }

        var read = recorded.Question.ReadAnswer(answer, run.Agent.Host.Payloads);
        recorded.Question.CheckAnswer(read);
        return asking.AnswerAsync(recorded, read);
    }

    public override HumanRequests<TQuestion, TAnswer> GetRequests<TQuestion, TAnswer>(string input) =>
        new LocalHumanRequests<TQuestion, TAnswer>(run, input);

    public override NodeStream<TChunk> GetStream<TChunk>(int node)
    {
        NodeSlot slot;
        lock (run.Gate)
            slot = run.SlotOf(run.Agent.Nodes[node]);
        return new LocalNodeStream<TChunk>((NodeSlot<TChunk>)slot);
    }

    private Sequence<RunEvent> ReadRun(uint after) => new(run, token => new EventReader(run, after, token));

    private Sequence<RunEvent> ReadTree(Cursor after) => new(run, token => new TreeReader(run, after, token));

    /// <summary>This run or one below it. Only those that are removed already have to be searched for.</summary>
    private Run? FindInTree(RunId id)
    {
        if (id == run.Id)
            return run;
        return run.Agent.Host.Runs.Find(id) is { } known
            ? known.IsBelow(run) ? known : null
            : run.SelfAndBelow().FirstOrDefault(one => one.Id == id);
    }
}

/// <summary>That of the node which the run is a child of.</summary>
internal sealed class LinkedRunConnection<TResult>(Run<TResult> run) : LocalRunConnection<TResult>(run)
{
    public override bool IsLinked => true;
}
