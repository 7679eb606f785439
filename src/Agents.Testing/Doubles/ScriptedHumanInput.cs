namespace Agents.Testing;

/// <summary>
/// A human input whose answers a test scripts, for calling a node without a runtime: from a queue first, then by a function.
/// A question without either expires where its options say when, else it stays open until the node's token fires. Questions
/// with equal keys are one, asked the first time. Thread-safe.
/// </summary>
/// <typeparam name="TQuestion">The type of the questions.</typeparam>
/// <typeparam name="TAnswer">The type of the answers.</typeparam>
public sealed class ScriptedHumanInput<TQuestion, TAnswer> : HumanInput<TQuestion, TAnswer>
{
    private readonly Lock sync = new();
    private readonly List<TQuestion> questions = [];
    private readonly Queue<Func<TQuestion, Task<TAnswer>>?> script = new();
    private readonly Dictionary<string, Lazy<Task<TAnswer>>> keyed = new(StringComparer.Ordinal);
    private readonly Func<TQuestion, Task<TAnswer>>? answer;
    private readonly TimeProvider timeProvider;

    /// <summary>Makes an input.</summary>
    /// <param name="answer">Gives the answer to a question that no other is scripted for; null for none.</param>
    /// <param name="timeProvider">The clock that questions expire by; null for the system's.</param>
    public ScriptedHumanInput(Func<TQuestion, TAnswer>? answer = null, TimeProvider? timeProvider = null)
    {
        if (answer is not null)
            this.answer = question => Task.FromResult(answer(question));
        this.timeProvider = timeProvider ?? TimeProvider.System;
    }

    /// <summary>The questions asked so far, in their order.</summary>
    public IReadOnlyList<TQuestion> Questions
    {
        get
        {
            lock (sync)
                return [.. questions];
        }
    }

    /// <summary>Answers the next question that has no answer yet.</summary>
    /// <param name="answer">The answer.</param>
    /// <returns>This input.</returns>
    public ScriptedHumanInput<TQuestion, TAnswer> Answer(TAnswer answer) => Add(_ => Task.FromResult(answer));

    /// <summary>Makes the next question that has no answer yet fail.</summary>
    /// <param name="exception">What the node is thrown.</param>
    /// <returns>This input.</returns>
    public ScriptedHumanInput<TQuestion, TAnswer> Fail(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Add(_ => Task.FromException<TAnswer>(exception));
    }

    /// <summary>Lets the next question that has no answer yet expire: its default answer counts, or the node is thrown so.</summary>
    /// <returns>This input.</returns>
    public ScriptedHumanInput<TQuestion, TAnswer> Expire() => Add(null);

    /// <inheritdoc/>
    public override Task<TAnswer> AskAsync(
        TQuestion question, AskOptions<TAnswer>? options = null, CancellationToken cancellationToken = default)
    {
        Check(options);
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TAnswer>(cancellationToken);
        if (options?.Key is not { } key)
            return AskNewAsync(question, options, cancellationToken);
        Lazy<Task<TAnswer>>? asked;
        lock (sync)
        {
            if (!keyed.TryGetValue(key, out asked))
                keyed.Add(key, asked = new(() => AskNewAsync(question, options, cancellationToken)));
        }

        return asked.Value.WaitAsync(cancellationToken);
    }

    private Task<TAnswer> AskNewAsync(TQuestion question, AskOptions<TAnswer>? options, CancellationToken cancellationToken)
    {
        int number;
        Func<TQuestion, Task<TAnswer>>? given;
        bool isScripted;
        lock (sync)
        {
            questions.Add(question);
            number = questions.Count;
            isScripted = script.TryDequeue(out given);
        }

        if (!isScripted)
            given = answer;
        if (given is not null)
            return given(question);
        return isScripted ? ExpireNow(number, options) : WaitAsync(number, options, cancellationToken);
    }

    private ScriptedHumanInput<TQuestion, TAnswer> Add(Func<TQuestion, Task<TAnswer>>? step)
    {
        lock (sync)
            script.Enqueue(step);
        return this;
    }

    private async Task<TAnswer> WaitAsync(int number, AskOptions<TAnswer>? options, CancellationToken cancellationToken)
    {
        if (options?.ExpiresAfter is { } after)
            await LongDelay.WaitAsync(after, timeProvider, cancellationToken).ConfigureAwait(false);
        else
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return await ExpireNow(number, options).ConfigureAwait(false);
    }

    private static void Check(AskOptions<TAnswer>? options)
    {
        if (options?.Key is { Length: 0 })
            throw new ArgumentException("AskOptions.Key is empty. Leave it null to ask without a key.", nameof(options));
        if (options?.ExpiresAfter is { } after && after <= TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(options), after, "AskOptions.ExpiresAfter must be positive.");
    }

    private Task<TAnswer> ExpireNow(int number, AskOptions<TAnswer>? options) => options is { HasDefaultAnswer: true }
        ? Task.FromResult(options.DefaultAnswer!)
        : Task.FromException<TAnswer>(new HumanInputExpiredException(new HumanRequestId(default, number), timeProvider.GetUtcNow()));
}
