namespace Agents.Runtime;

/// <summary>The recorded questions of a run, and the readers that wait for more. Guarded by the run's lock.</summary>
internal sealed class RunQuestions : WaiterList
{
    private RecordedQuestion[] questions = [];

    /// <summary>How many there are; their numbers go from 1 to this.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are open.</summary>
    public int Open { get; private set; }

    public RecordedQuestion this[int number] => questions[number - 1];

    public void Add(RecordedQuestion question, ref WakeChain wake)
    {
        if (Count == questions.Length)
            Array.Resize(ref questions, Math.Max(1, Count * 2));
        questions[Count++] = question;
        Open++;
        TakeAll(ref wake);
    }

    public void Close(in LogEvent logEvent, ref HumanWait? told)
    {
        Open--;
        this[logEvent.Argument].Close(logEvent, ref told);
    }

    /// <summary>Ends the timers of all.</summary>
    public void StopTimers()
    {
        foreach (var question in questions.AsSpan(0, Count))
            question.StopTimer();
    }

    /// <summary>The open ones, oldest first.</summary>
    public List<RecordedQuestion> GetOpen()
    {
        // From the newest: those that are open mostly are.
        var open = new List<RecordedQuestion>(Open);
        for (var number = Count; open.Count < Open; number--)
        {
            if (this[number].Status is QuestionStatus.Open)
                open.Add(this[number]);
        }

        open.Reverse();
        return open;
    }
}
