using System.Runtime.CompilerServices;

namespace Agents.Runtime;

/// <summary>A wait for an answer of a type, with the task of who asked.</summary>
internal sealed class HumanWait<TAnswer>(
    InvocationAttempt attempt, RecordedQuestion question, AskOptions<TAnswer>? options, CancellationToken cancellationToken)
    : HumanWait(attempt, question)
{
    private AsyncTaskMethodBuilder<TAnswer> builder = AsyncTaskMethodBuilder<TAnswer>.Create();

    /// <summary>Waits, unless there is nothing to wait for, or the attempt is to stop.</summary>
    public Task<TAnswer> WaitAsync()
    {
        var task = builder.Task;
        if (Attempt.Run.BeginWait(this))
            Begin(cancellationToken);
        else
            Conclude();
        return task;
    }

    protected override void Conclude()
    {
        TAnswer answer;
        try
        {
            answer = GetAnswer();
        }
        catch (Exception exception)
        {
            builder.SetException(exception);
            return;
        }

        builder.SetResult(answer);
    }

    private TAnswer GetAnswer()
    {
        switch (Question.Status)
        {
            case QuestionStatus.Answered:
                return (TAnswer)((HumanAnswer)Question.Closed.Payload!).Value!;
            case QuestionStatus.Expired:
                return options is { HasDefaultAnswer: true }
                    ? options.DefaultAnswer!
                    : throw new HumanInputExpiredException(
                        new HumanRequestId(Attempt.RunId, Question.Number), Question.Closed.Timestamp);
            default:
                cancellationToken.ThrowIfCancellationRequested();
                Attempt.ThrowIfStopped();
                throw new OperationCanceledException(
                    $"Question {new HumanRequestId(Attempt.RunId, Question.Number)} was taken back: the token of another call that asked it fired.");
        }
    }
}
