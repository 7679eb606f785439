namespace Agents.Runtime;

/// <summary>The enumeration of the questions of one input: those that were open when it began, then those that come.</summary>
internal sealed class RequestReader<TQuestion, TAnswer> : LogWaiter, IAsyncEnumerator<HumanRequest<TQuestion, TAnswer>>
{
    private readonly string input;
    private readonly uint begun;
    private int next = 1;

    public RequestReader(Run run, string input, CancellationToken cancellationToken)
        : base(run, cancellationToken)
    {
        this.input = input;
        begun = run.Log.Position;
    }

    public HumanRequest<TQuestion, TAnswer> Current { get; private set; } = null!;

    protected override Advance TryAdvance()
    {
        var end = Run.End;
        lock (Run.Gate)
        {
            while (next <= Run.Questions.Count)
            {
                var question = Run.Questions[next++];
                if (question.Question.Input.Name != input || WasClosed(question) ||
                    Run.MakeRequest(question) is not HumanRequest<TQuestion, TAnswer> request)
                {
                    continue;
                }

                Current = request;
                return Advance.Item;
            }
        }

        return end is null ? Advance.Nothing : Advance.End;
    }

    protected override WaiterList? FindListUnlessNews() =>
        next <= Run.Questions.Count || Run.HasEnded ? null : Run.Questions;

    private bool WasClosed(RecordedQuestion question) =>
        question.Status is not QuestionStatus.Open && question.Closed.Position <= begun;
}
