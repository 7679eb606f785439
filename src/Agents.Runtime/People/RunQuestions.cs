namespace Agents.Runtime;

/// <summary>The recorded questions of a run, and the readers that wait for more. Guarded by the run's lock.</summary>
internal sealed class RunQuestions : WaiterList
{
    private RecordedQuestion? first;
    private List<RecordedQuestion>? more;

    /// <summary>How many there are; their numbers go from 1 to this.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are open.</summary>
    public int Open { get; private set; }

    public RecordedQuestion this[int number] => number == 1 ? first! : more![number - 2];

    public void Add(RecordedQuestion question, ref WakeChain wake)
    {
        if (Count++ == 0)
            first = question;
        else
            (more ??= []).Add(question);
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
        for (var number = 1; number <= Count; number++)
            this[number].StopTimer();
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
