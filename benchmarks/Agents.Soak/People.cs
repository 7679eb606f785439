using System.Threading.Channels;

namespace Agents.Soak;

/// <summary>People who answer late: answers lie in a queue until each is due.</summary>
internal sealed class People : IAsyncDisposable
{
    private readonly Channel<Answer> answers = Channel.CreateUnbounded<Answer>(new() { SingleReader = true });
    private readonly Task answering;

    public People() => answering = Task.Run(AnswerAsync);

    /// <summary>Answers when the delay is over, or a little later; completes when the answer is recorded.</summary>
    public Task AnswerAsync(TimeSpan delay, Func<ValueTask> act)
    {
        var answer = new Answer(Environment.TickCount64 + (long)delay.TotalMilliseconds, act, new(TaskCreationOptions.RunContinuationsAsynchronously));
        answers.Writer.TryWrite(answer);
        return answer.Done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        answers.Writer.TryComplete();
        await answering;
    }

    private async Task AnswerAsync()
    {
        await foreach (var answer in answers.Reader.ReadAllAsync())
        {
            if (answer.Due - Environment.TickCount64 is > 0 and var left)
                await Task.Delay((int)left);
            try
            {
                await answer.Act();
                answer.Done.SetResult();
            }
            catch (Exception exception)
            {
                answer.Done.SetException(exception);
            }
        }
    }

    private sealed record Answer(long Due, Func<ValueTask> Act, TaskCompletionSource Done);
}
