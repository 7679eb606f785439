using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>The connection of a handle to a run in this process.</summary>
internal sealed class LocalRunConnection<TResult>(Run<TResult> run) : RunConnection<TResult>
{
    public override RunId Id => run.Id;

    public override string Agent => run.Agent.Name;

    public override Task<TResult> GetResultAsync(CancellationToken cancellationToken) => run.GetResultAsync(cancellationToken);

    public override Task WaitForEndAsync(CancellationToken cancellationToken) => run.WaitForEndAsync(cancellationToken);

    public override ValueTask<bool> CancelAsync(string? reason, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : new ValueTask<bool>(run.Cancel(reason ?? "CancelAsync was called."));

    public override ValueTask<RunInfo> GetInfoAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<RunInfo>(cancellationToken)
            : new ValueTask<RunInfo>(run.GetInfo());

    public override IAsyncEnumerable<RunEvent> ReadEventsAsync(Cursor? after, bool includeChildren) =>
        new EventSequence(run, run.CheckCursor(after));

    public override ValueTask<IReadOnlyList<RunInfo>> GetChildrenAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("CHILDREN: to come.");

    public override ValueTask<IReadOnlyList<HumanRequest>> GetPendingRequestsAsync(bool includeChildren, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<IReadOnlyList<HumanRequest>>(cancellationToken);
        var pending = includeChildren
            ? SelfAndBelow().SelectMany(static one => one.GetPendingRequests()).OrderBy(static request => request.AskedAt)
            : run.GetPendingRequests().AsEnumerable();
        return new([.. pending]);
    }

    public override ValueTask AnswerAsync(HumanRequestId request, JsonElement answer, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        var asking = SelfAndBelow().FirstOrDefault(one => one.Id == request.Run);
        if (asking?.FindQuestion(request.Number) is not { } recorded)
        {
            throw new ArgumentException(
                $"Neither run {run.Id} nor a run that it started has asked question {request}. Take the id from a request of theirs.",
                nameof(request));
        }

        var read = recorded.Question.ReadAnswer(answer, run.Agent.Host.Payloads);
        recorded.Question.CheckAnswer(read);
        return asking.Answer(recorded, read);
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

    /// <summary>This run and those below it.</summary>
    private IEnumerable<Run> SelfAndBelow() => [run];
}
