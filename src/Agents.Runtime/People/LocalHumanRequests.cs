namespace Agents.Runtime;

/// <summary>The questions of one input of a run in this process.</summary>
internal sealed class LocalHumanRequests<TQuestion, TAnswer>(Run run, string input) : HumanRequests<TQuestion, TAnswer>
{
    public override ValueTask<IReadOnlyList<HumanRequest<TQuestion, TAnswer>>> GetPendingAsync(CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<IReadOnlyList<HumanRequest<TQuestion, TAnswer>>>(cancellationToken)
            : new([.. run.GetPendingRequests().OfType<HumanRequest<TQuestion, TAnswer>>().Where(request => request.Input == input)]);

    public override IAsyncEnumerable<HumanRequest<TQuestion, TAnswer>> ReadAsync() =>
        new Sequence<HumanRequest<TQuestion, TAnswer>>(run, token => new RequestReader<TQuestion, TAnswer>(run, input, token));

    public override ValueTask AnswerAsync(HumanRequestId request, TAnswer answer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        if (request.Run != run.Id || run.FindQuestion(request.Number) is not { } recorded ||
            recorded.Question is not HumanQuestion<TQuestion, TAnswer> || recorded.Question.Input.Name != input)
        {
            throw new ArgumentException(
                $"'{input}' of run {run.Id} has asked no question {request}. Answer questions where they were asked: by the same " +
                "property of the same run.", nameof(request));
        }

        recorded.Question.CheckAnswer(answer);
        return run.AnswerAsync(recorded, answer);
    }
}
