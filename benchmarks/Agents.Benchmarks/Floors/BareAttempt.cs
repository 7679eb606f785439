namespace Agents.Benchmarks.Floors;

/// <summary>A node, by hand.</summary>
internal delegate void BareNode(BareAttempt attempt, int input);

/// <summary>
/// What is demanded of an attempt: work on the pool, a token, an async local that tells children where they belong and is empty afterwards,
/// and a commit of what it gave when the node has returned.
/// </summary>
internal sealed class BareAttempt(BareRun run, BareNode node, int input) : IThreadPoolWorkItem
{
    private static readonly AsyncLocal<Place?> OfThisFlow = new();

    private BareAttempt? first;
    private int emitted;
    private int? item;
    private int? result;
    private CancellationTokenSource? source;

    public int Ordinal { get; set; }

    public BareAttempt? Next { get; private set; }

    public CancellationToken Token => (source ??= new CancellationTokenSource()).Token;

    public void Emit(BareNode target, int value)
    {
        first = new BareAttempt(run, target, value) { Next = first };
        emitted++;
    }

    public void Gather(int value) => item = value;

    public BareStream? Stream => run.Stream;

    /// <summary>Has the attempt wait for an answer, once the node has returned.</summary>
    public void Wait(BareWaits.Question question) => run.Ask(this, question);

    public void Return(int value) => result = value;

    void IThreadPoolWorkItem.Execute()
    {
        var context = ExecutionContext.Capture()!;
        for (var attempt = this; attempt is not null;)
            attempt = attempt.Step(context);
    }

    private BareAttempt? Step(ExecutionContext context)
    {
        run.Begin(this);
        var place = new Place { Attempt = this };
        OfThisFlow.Value = place;
        node(this, input);
        ExecutionContext.Restore(context);
        if (run.Waiting is not { } question)
            return Conclude(place);
        GoOnWhenAnswered(question, place);
        return null;
    }

    private void GoOnWhenAnswered(BareWaits.Question question, Place place) =>
        question.Answer.GetAwaiter().UnsafeOnCompleted(() => Conclude(place));

    private BareAttempt? Conclude(Place place)
    {
        place.Attempt = null;
        if (run.Complete(this, first, emitted, item, result))
        {
            run.Settle();
            return null;
        }

        for (var more = first?.Next; more is not null; more = more.Next)
            ThreadPool.UnsafeQueueUserWorkItem(more, preferLocal: true);
        return first;
    }

    private sealed class Place
    {
        public BareAttempt? Attempt { get; set; }
    }
}
