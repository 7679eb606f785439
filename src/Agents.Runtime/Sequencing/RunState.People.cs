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

internal partial struct RunState
{
    /// <summary>How many questions were asked; their numbers go from 1 to this.</summary>
    public int Questions => questions?.Count ?? 0;

    /// <summary>How many of them are open.</summary>
    public int OpenQuestions => questions?.Open ?? 0;

    public ref readonly QuestionState Question(int number) => ref questions!.At(number);

    public void AddQuestion(int ordinal)
    {
        questions ??= new QuestionIndex();
        ref var invocation = ref this[ordinal];
        questions.Add(new QuestionState { Invocation = ordinal, Previous = invocation.LastQuestion });
        invocation.LastQuestion = Questions;
    }

    public void CloseQuestion(int number, QuestionStatus status)
    {
        questions!.At(number).Status = status;
        questions.Open--;
    }

    /// <summary>Most runs ask nobody, and those that ask mostly ask once: the first needs no array.</summary>
    private sealed class QuestionIndex
    {
        private QuestionState first;
        private QuestionState[] more = [];

        public int Count { get; private set; }

        public int Open { get; set; }

        public ref QuestionState At(int number)
        {
            if (number == 1)
                return ref first;
            return ref more[number - 2];
        }

        public void Add(in QuestionState question)
        {
            if (Count > more.Length)
                Array.Resize(ref more, Math.Max(2, more.Length * 2));
            Count++;
            Open++;
            At(Count) = question;
        }
    }
}
