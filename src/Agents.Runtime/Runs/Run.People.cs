namespace Agents.Runtime;

/// <summary>The questions that a run asks people.</summary>
internal abstract partial class Run
{
    private RunQuestions? questions;

    /// <summary>Under the lock.</summary>
    public RunQuestions Questions => questions ??= new RunQuestions();

    /// <summary>
    /// What an attempt's question stands for in the log: one that is there already, by its key or else the first equal one
    /// that this attempt has not asked yet; or a new one. Completes when it is recorded.
    /// </summary>
    public async ValueTask<RecordedQuestion> AskAsync(InvocationAttempt attempt, HumanQuestion question)
    {
        attempt.ThrowIfFenced();
        if (question.Key is null && FindEqual(attempt, question) is { } equal)
            return equal;
        while (true)
        {
            var recorded = FindByKeyOrAsk(attempt, question, out var asked, out var effects);
            effects.Run(this);
            if (recorded is null)
            {
                // By this call, or by another with the same key that is to be recorded yet.
                await WhenRecorded().ConfigureAwait(Agent.Host.Executor.HasContext);
                recorded = asked > 0 ? FindQuestion(asked) : null;
            }

            if (recorded is null)
                continue;
            if (asked > 0)
                Agent.Host.Telemetry.HumanAsked(attempt, recorded);
            return recorded;
        }
    }

    /// <summary>Begins an attempt's wait for a question; false if there is nothing to wait for, or the attempt is to stop.</summary>
    public bool BeginWait(HumanWait wait)
    {
        lock (Gate)
        {
            if (wait is not { Question.Status: QuestionStatus.Open, Attempt: { Cause: StopCause.None, IsExecuting: true } })
                return false;
            wait.Question.AddWait(wait);
            return true;
        }
    }

    /// <summary>Ends the waits of an attempt that is to stop, or has ended. Its questions stay open.</summary>
    public void EndWaits(InvocationAttempt attempt)
    {
        if (Volatile.Read(ref questions) is null)
            return;
        HumanWait? ended = null;
        lock (Gate)
        {
            foreach (var question in AskedBy(attempt.Ordinal))
                question.TakeWaits(attempt, ref ended);
        }

        HumanWait.EndAll(ended);
    }

    /// <summary>Takes a question back, unless the attempt is to stop: then the next one goes on with it.</summary>
    public void Withdraw(HumanWait wait)
    {
        var attempt = wait.Attempt;
        if (attempt.Cause is StopCause.None)
            Submit(new Command(CommandKind.Withdraw, Now, attempt.Ordinal, attempt.Number, wait.Question.Number), out _).Run(this);
    }

    /// <summary>Answers a question with an answer of its type; completes when that is recorded.</summary>
    public ValueTask AnswerAsync(RecordedQuestion question, object? answer)
    {
        var payload = new HumanAnswer(answer);
        if (Storage is not null)
            payload.Stored = WriteAnswer(question.Number, answer);
        Submit(new Command(CommandKind.Answer, Now, Index: question.Number, Payload: payload), out var verdict).Run(this);
        var recorded = WhenRecorded();
        return recorded.IsCompletedSuccessfully ? Conclude(question, answer, verdict) : ConcludeAfterAsync(recorded, question, answer, verdict);
    }

    /// <summary>Writes the answer to a question for the journal.</summary>
    public byte[] WriteAnswer(int question, object? answer)
    {
        RecordedQuestion recorded;
        string node;
        lock (Gate)
        {
            recorded = Questions[question];
            node = NodeOf(recorded.Invocation)!.Name;
        }

        return recorded.Question.WriteAnswer(answer, Agent.Host.Payloads, node);
    }

    private async ValueTask ConcludeAfterAsync(Task recorded, RecordedQuestion question, object? answer, Verdict verdict)
    {
        await recorded.ConfigureAwait(false);
        await Conclude(question, answer, verdict).ConfigureAwait(false);
    }

    private ValueTask Conclude(RecordedQuestion question, object? answer, Verdict verdict)
    {
        if (verdict is Verdict.Accepted)
        {
            Agent.Host.Telemetry.HumanAnswered(this, question);
            return default;
        }

        var outcome = question.Status switch
        {
            QuestionStatus.Answered => HumanRequestOutcome.Answered,
            QuestionStatus.Expired => HumanRequestOutcome.Expired,
            _ => HumanRequestOutcome.Withdrawn,
        };
        return outcome is HumanRequestOutcome.Answered &&
            question.Question.AreEqualAnswers(((HumanAnswer)question.Closed.Payload!).Value, answer, Agent.Host.Payloads)
                ? default
                : ValueTask.FromException(new HumanRequestClosedException(new HumanRequestId(Id, question.Number), outcome));
    }

    /// <summary>A recorded question; null if there is none of this number.</summary>
    public RecordedQuestion? FindQuestion(int number)
    {
        lock (Gate)
            return number >= 1 && number <= questions?.Count ? questions[number] : null;
    }

    /// <summary>The open questions as people see them, oldest first.</summary>
    public List<HumanRequest> GetPendingRequests()
    {
        lock (Gate)
            return questions?.GetOpen().ConvertAll(MakeRequest) ?? [];
    }

    /// <summary>A question as people see it. Under the lock.</summary>
    public HumanRequest MakeRequest(RecordedQuestion question) =>
        question.Question.MakeRequest(this, NodeOf(question.Invocation)!.Name, question);

    private RecordedQuestion? FindEqual(InvocationAttempt attempt, HumanQuestion question)
    {
        // A first attempt has asked all that is there itself, unless a fork found it.
        if (attempt.Number == 1 && Origin is null)
            return null;
        List<RecordedQuestion> candidates;
        lock (Gate)
            candidates = [.. AskedBy(attempt.Ordinal).Where(IsCandidate).Reverse()];
        foreach (var candidate in candidates)
        {
            // Users' equality: not under the lock.
            if (!candidate.Question.IsEqualTo(question, Agent.Host.Payloads))
                continue;
            lock (Gate)
            {
                if (!IsCandidate(candidate))
                    continue;
                candidate.AskedBy = attempt.Number;
                return candidate;
            }
        }

        return null;

        bool IsCandidate(RecordedQuestion asked) =>
            asked.AskedBy != attempt.Number && asked.Status is not QuestionStatus.Withdrawn && asked.Question.Key is null &&
            asked.Question.Input.Name == question.Input.Name;
    }

    /// <summary>The question with the same key, if it is recorded; else it is asked, unless it is about to be recorded.</summary>
    private RecordedQuestion? FindByKeyOrAsk(InvocationAttempt attempt, HumanQuestion question, out int asked, out Effects after)
    {
        asked = 0;
        after = default;
        lock (Gate)
        {
            if (question.Key is { } key)
            {
                if (AskedBy(attempt.Ordinal).FirstOrDefault(HasSameKey) is { } found)
                    return found;
                if (Storage?.Asking?.Contains((attempt.Ordinal, question.Input.Name, key)) is true)
                    return null;
            }

            attempt.ThrowIfStopped();
            if (State.OpenQuestions >= Limits.OpenQuestionsPerRun)
                throw attempt.Doom(new AgentLimitException(nameof(RunLimits.OpenQuestionsPerRun), Limits.OpenQuestionsPerRun));
            after = Submit(new Command(CommandKind.Ask, Now, attempt.Ordinal, attempt.Number, 0, question), out var verdict);
            if (verdict is not Verdict.Accepted)
                throw attempt.FenceException();
            asked = State.Questions;
            if (Questions.Count == asked)
                return Questions[asked];
            if (question.Key is not null)
                (Storage!.Asking ??= []).Add((attempt.Ordinal, question.Input.Name, question.Key));
            return null;
        }

        bool HasSameKey(RecordedQuestion asked) =>
            asked.Question.Key == question.Key && asked.Status is not QuestionStatus.Withdrawn &&
            asked.Question.Input.Name == question.Input.Name;
    }

    /// <summary>The recorded questions of an invocation, newest first. Under the lock.</summary>
    private IEnumerable<RecordedQuestion> AskedBy(int ordinal)
    {
        for (var number = State[ordinal].LastQuestion; number > 0; number = State.Question(number).Previous)
        {
            if (number <= Questions.Count)
                yield return Questions[number];
        }
    }

    internal void StartExpiry(RecordedQuestion question)
    {
        if (question.Question.ExpiresAfter is not { } after)
            return;
        // Its time runs since it was recorded, which may be a while ago.
        var left = after - TimeSpan.FromTicks(Math.Max(Now - question.Ticks, 0));
        if (left <= TimeSpan.Zero)
        {
            Expire(question);
            return;
        }

        lock (Gate)
        {
            if (question.Status is QuestionStatus.Open && !IsHalted)
                question.StartTimer(new DueTimer(Agent.Host.TimeProvider, () => Expire(question)), left);
        }
    }

    private void Expire(RecordedQuestion question) =>
        Submit(new Command(CommandKind.Expire, Now, Index: question.Number), out _).Run(this);

    private void OnQuestion(in LogEvent logEvent, ref Effects effects)
    {
        if (logEvent.Kind is EventKind.HumanAsked)
        {
            var asked = new RecordedQuestion(logEvent);
            Questions.Add(asked, ref effects.Wake);
            if (asked.Question.ExpiresAfter is not null)
                effects.Rare.Asked = asked;
            if (asked.Question.Key is { } key)
                Storage?.Asking?.Remove((logEvent.Invocation, asked.Question.Input.Name, key));
            return;
        }

        Questions.Close(logEvent, ref effects.Rare.Waits);
        if (Storage?.Dormant?.Remove(logEvent.Invocation) is true && State[logEvent.Invocation].Status is InvocationStatus.Pending)
            ScheduleNext(logEvent.Invocation);
    }
}
