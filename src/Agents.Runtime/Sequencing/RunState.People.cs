namespace Agents.Runtime;

internal enum QuestionStatus : byte
{
    /// <summary>Nobody has answered yet, and its time is not over.</summary>
    Open,

    Answered,
    Expired,
    Withdrawn,
}

/// <summary>What the log says of one question to people.</summary>
internal struct QuestionState
{
    /// <summary>The invocation that asked it.</summary>
    public int Invocation;

    /// <summary>The number of the question that the same invocation asked before; 0 for none.</summary>
    public int Previous;

    public QuestionStatus Status;
}

internal sealed partial class RunState
{
    private QuestionState[] questions = [];

    /// <summary>How many questions were asked; their numbers go from 1 to this.</summary>
    public int Questions { get; private set; }

    /// <summary>How many of them are open.</summary>
    public int OpenQuestions { get; private set; }

    public ref readonly QuestionState Question(int number) => ref questions[number - 1];

    public void AddQuestion(int ordinal)
    {
        if (Questions == questions.Length)
            Array.Resize(ref questions, Math.Max(1, questions.Length * 2));
        ref var invocation = ref this[ordinal];
        questions[Questions++] = new QuestionState { Invocation = ordinal, Previous = invocation.LastQuestion };
        invocation.LastQuestion = Questions;
        OpenQuestions++;
    }

    public void CloseQuestion(int number, QuestionStatus status)
    {
        questions[number - 1].Status = status;
        OpenQuestions--;
    }
}
