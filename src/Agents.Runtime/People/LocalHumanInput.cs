using System.Runtime.CompilerServices;
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
        try
        {
            return Ask(new HumanQuestion<TQuestion, TAnswer>(input, question, options?.Key, options?.ExpiresAfter), options, cancellationToken);
        }
        catch (Exception exception)
        {
            var failed = AsyncTaskMethodBuilder<TAnswer>.Create();
            failed.SetException(exception);
            return failed.Task;
        }
    }

    private Task<TAnswer> Ask(HumanQuestion question, AskOptions<TAnswer>? options, CancellationToken cancellationToken)
    {
        if (attempt.Run.Storage is not null)
            attempt.Store(question);
        var recorded = attempt.Run.AskAsync(attempt, question);
        return recorded.IsCompletedSuccessfully
            ? WaitAsync(recorded.Result, options, cancellationToken)
            : WaitAfterAsync(recorded, options, cancellationToken);
    }

    private async Task<TAnswer> WaitAfterAsync(
        ValueTask<RecordedQuestion> recorded, AskOptions<TAnswer>? options, CancellationToken cancellationToken) =>
        await WaitAsync(await recorded, options, cancellationToken);

    private Task<TAnswer> WaitAsync(RecordedQuestion recorded, AskOptions<TAnswer>? options, CancellationToken cancellationToken) =>
        new HumanWait<TAnswer>(attempt, recorded, options, cancellationToken).WaitAsync();

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
