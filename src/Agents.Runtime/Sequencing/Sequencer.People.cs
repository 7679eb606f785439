namespace Agents.Runtime;

/// <summary>Questions to people: each is open until the first of answer, expiry and withdrawal.</summary>
internal readonly ref partial struct Sequencer
{
    /// <summary>The current attempt of an invocation asks. The event's argument is the question's number.</summary>
    private void Ask(in Command command, ref Draft draft, ref EventBatch events) =>
        events.Add(draft.Make(EventKind.HumanAsked, command, command.Payload, State.Questions + 1));

    /// <summary>Closes a question, if it is open; <see cref="Command.Index"/> is its number.</summary>
    private Verdict Close(in Command command, EventKind how, ref Draft draft, ref EventBatch events)
    {
        if (command.Index < 1 || command.Index > State.Questions)
            return Verdict.Superseded;
        ref readonly var question = ref State.Question(command.Index);
        if (command.Invocation != 0 && command.Invocation != question.Invocation)
            return Verdict.Superseded;
        if (question.Status is not QuestionStatus.Open)
            return Verdict.Ended;
        Close(command.Index, how, command.Payload, ref draft, ref events);
        return Verdict.Accepted;
    }

    private void Close(int number, EventKind how, object? payload, ref Draft draft, ref EventBatch events)
    {
        var ordinal = State.Question(number).Invocation;
        events.Add(draft.Make(how, payload, ordinal, State[ordinal].Attempt, number));
    }

    /// <summary>The only way in which invocations end: what one still asks is withdrawn before.</summary>
    private void EndInvocation(
        EventKind end, int ordinal, object? payload, ref Draft draft, ref EventBatch events, int argument = 0)
    {
        if (State.OpenQuestions > 0)
            WithdrawAll(ordinal, ref draft, ref events);
        events.Add(draft.Make(end, payload, ordinal, State[ordinal].Attempt, argument));
    }

    private void WithdrawAll(int ordinal, ref Draft draft, ref EventBatch events)
    {
        for (var number = State[ordinal].LastQuestion; number > 0; number = State.Question(number).Previous)
        {
            if (State.Question(number).Status is QuestionStatus.Open)
                Close(number, EventKind.HumanWithdrawn, null, ref draft, ref events);
        }
    }

    /// <summary>Takes an event of a question into the state.</summary>
    private void ApplyQuestion(in LogEvent logEvent)
    {
        if (logEvent.Kind is EventKind.HumanAsked)
            State.AddQuestion(logEvent.Invocation);
        else
            State.CloseQuestion(logEvent.Argument, QuestionStatusAfter(logEvent.Kind));
    }

    /// <summary>How a question stands after an event that closed it.</summary>
    public static QuestionStatus QuestionStatusAfter(EventKind kind) => kind switch
    {
        EventKind.HumanAnswered => QuestionStatus.Answered,
        EventKind.HumanExpired => QuestionStatus.Expired,
        EventKind.HumanWithdrawn => QuestionStatus.Withdrawn,
        _ => throw new InvalidOperationException($"An event of kind {kind} closes no question."),
    };
}
