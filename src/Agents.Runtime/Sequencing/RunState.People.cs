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

    public ref readonly QuestionState Question(int number) => ref QuestionOf(number);

    public void AddQuestion(int ordinal)
    {
        if (Questions > Rare.MoreQuestions.Length)
            Array.Resize(ref Rare.MoreQuestions, Math.Max(2, Rare.MoreQuestions.Length * 2));
        ref var invocation = ref this[ordinal];
        QuestionOf(++Rare.QuestionCount) = new QuestionState { Invocation = ordinal, Previous = invocation.LastQuestion };
        invocation.LastQuestion = Questions;
        Rare.OpenQuestions++;
    }

    public void CloseQuestion(int number, QuestionStatus status)
    {
        QuestionOf(number).Status = status;
        Rare.OpenQuestions--;
    }

    /// <summary>Most runs that ask ask once: the first needs no array.</summary>
    private ref QuestionState QuestionOf(int number)
    {
        if (number == 1)
            return ref rarely!.FirstQuestion;
        return ref rarely!.MoreQuestions[number - 2];
    }
}
