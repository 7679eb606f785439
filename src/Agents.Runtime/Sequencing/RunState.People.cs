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
    /// <summary>How many questions were asked; their numbers go from 1 to this.</summary>
    public int Questions => rarely?.QuestionCount ?? 0;

    /// <summary>How many of them are open.</summary>
    public int OpenQuestions => rarely?.OpenQuestions ?? 0;

    public ref readonly QuestionState Question(int number) => ref rarely!.Questions[number - 1];

    public void AddQuestion(int ordinal)
    {
        if (Questions == Rare.Questions.Length)
            Array.Resize(ref Rare.Questions, Math.Max(1, Rare.Questions.Length * 2));
        ref var invocation = ref this[ordinal];
        Rare.Questions[Rare.QuestionCount++] = new QuestionState { Invocation = ordinal, Previous = invocation.LastQuestion };
        invocation.LastQuestion = Questions;
        Rare.OpenQuestions++;
    }

    public void CloseQuestion(int number, QuestionStatus status)
    {
        Rare.Questions[number - 1].Status = status;
        Rare.OpenQuestions--;
    }
}
