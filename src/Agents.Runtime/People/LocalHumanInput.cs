using Agents.Infrastructure;

namespace Agents.Runtime;

/// <summary>What an attempt in this process asks people with.</summary>
internal sealed class LocalHumanInput<TQuestion, TAnswer>(InvocationAttempt attempt, HumanInputDefinition input)
    : HumanInput<TQuestion, TAnswer>
{
    public override Task<TAnswer> AskAsync(
        TQuestion question, AskOptions<TAnswer>? options = null, CancellationToken cancellationToken = default)
    {
        if (question is null && !input.QuestionAllowsNull)
        {
            throw new ArgumentNullException(
                nameof(question), $"'{input.Name}' of node '{attempt.Node}' asks {typeof(TQuestion).Name}, which is not nullable.");
        }

        Check(options);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TAnswer>(cancellationToken);
        return AskAsync(
            new HumanQuestion<TQuestion, TAnswer>(input, question, options?.Key, options?.ExpiresAfter), options, cancellationToken);
    }

    private async Task<TAnswer> AskAsync(HumanQuestion question, AskOptions<TAnswer>? options, CancellationToken cancellationToken)
    {
        if (attempt.Run.Storage is not null)
            attempt.Store(question);
        var recorded = await attempt.Run.AskAsync(attempt, question);
        if (attempt.Run.BeginWait(attempt, recorded) is { } wait)
        {
            using var registration = cancellationToken.UnsafeRegister(
                static state => ((HumanWait)state!).Attempt.Run.Withdraw((HumanWait)state!), wait);
            await attempt.Extras.GetParking(attempt).WaitAsync(wait.Task, stopsClock: true);
        }

        switch (recorded.Status)
        {
            case QuestionStatus.Answered:
                return (TAnswer)((HumanAnswer)recorded.Closed.Payload!).Value!;
            case QuestionStatus.Expired:
                return options is { HasDefaultAnswer: true }
                    ? options.DefaultAnswer!
                    : throw new HumanInputExpiredException(
                        new HumanRequestId(attempt.RunId, recorded.Number), recorded.Closed.Timestamp);
            default:
                cancellationToken.ThrowIfCancellationRequested();
                attempt.ThrowIfStopped();
                throw new OperationCanceledException(
                    $"Question {new HumanRequestId(attempt.RunId, recorded.Number)} was taken back: the token of another call that asked it fired.");
        }
    }

    private void Check(AskOptions<TAnswer>? options)
    {
        if (options is null)
            return;
        if (options.Key is { Length: 0 })
            throw new ArgumentException("AskOptions.Key is empty. Leave it null to ask without a key.", nameof(options));
        if (options.ExpiresAfter is { } after && after <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(options), after, "AskOptions.ExpiresAfter must be positive.");
        if (options is { HasDefaultAnswer: true, DefaultAnswer: null } && !input.AnswerAllowsNull)
        {
            throw new ArgumentException(
                $"AskOptions.DefaultAnswer is null, but '{input.Name}' of node '{attempt.Node}' is answered with {typeof(TAnswer).Name}, " +
                "which is not nullable.", nameof(options));
        }
    }
}
