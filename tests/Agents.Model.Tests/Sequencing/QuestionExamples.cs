using Agents.Runtime;
using CsCheck;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>The rules of questions: each is closed once, and none outlives its invocation.</summary>
public sealed class QuestionExamples
{
    private static SequencedLog Begun(int invocations = 1)
    {
        var log = new SequencedLog(SequencedLog.Plan());
        log.Start();
        log.Begin(1);
        if (invocations > 1)
        {
            log.Complete(1, 1, false, [.. Enumerable.Repeat(0, invocations)]);
            for (var ordinal = 2; ordinal <= invocations + 1; ordinal++)
                log.Begin(ordinal);
        }

        return log;
    }

    [Theory]
    [InlineData((byte)CommandKind.Answer, (byte)EventKind.HumanAnswered)]
    [InlineData((byte)CommandKind.Expire, (byte)EventKind.HumanExpired)]
    [InlineData((byte)CommandKind.Withdraw, (byte)EventKind.HumanWithdrawn)]
    public void The_first_that_closes_a_question_counts(byte command, byte closed)
    {
        var log = Begun();
        Gives(Verdict.Accepted, [EventKind.HumanAsked], log.Do(CommandKind.Ask, 1, 1, payload: "q"));
        var by = (CommandKind)command is CommandKind.Withdraw ? 1 : 0;
        Gives(Verdict.Accepted, [(EventKind)closed], log.Do((CommandKind)command, by, by, 1));
        Assert.Equal((1, 1, 0), (log.Events[^1].Argument, log.State.Questions, log.State.OpenQuestions));
        foreach (var late in new[] { CommandKind.Answer, CommandKind.Expire })
            Gives(Verdict.Ended, [], log.Do(late, index: 1));
        Gives(Verdict.Ended, [], log.Do(CommandKind.Withdraw, 1, 1, 1));
    }

    [Fact]
    public void Only_the_current_attempt_asks_and_takes_back_and_only_what_is_its_own()
    {
        var log = Begun(2);
        Assert.Equal(Verdict.Ended, log.Do(CommandKind.Ask, 1, 1).Verdict);
        Assert.Equal(Verdict.Superseded, log.Do(CommandKind.Ask, 2, 2).Verdict);
        Assert.Equal(Verdict.Superseded, log.Do(CommandKind.Ask, 9, 1).Verdict);
        log.Do(CommandKind.Ask, 2, 1);
        Assert.Equal(Verdict.Superseded, log.Do(CommandKind.Withdraw, 3, 1, 1).Verdict);
        Assert.Equal(Verdict.Superseded, log.Do(CommandKind.Withdraw, 2, 2, 1).Verdict);
        Assert.Equal(Verdict.Superseded, log.Do(CommandKind.Withdraw, 2, 1, 2).Verdict);
        Assert.Equal(Verdict.Superseded, log.Do(CommandKind.Answer, index: 0).Verdict);
        Assert.Equal(Verdict.Superseded, log.Do(CommandKind.Expire, index: 2).Verdict);
        log.Fail(2);
        Assert.Equal(Verdict.Superseded, log.Do(CommandKind.Withdraw, 2, 1, 1).Verdict);
        Assert.Equal(1, log.State.OpenQuestions);
        Assert.Equal(Verdict.Accepted, log.Do(CommandKind.Answer, index: 1).Verdict);
    }

    [Fact]
    public void Whatever_ends_an_invocation_withdraws_its_open_questions_before()
    {
        var log = Begun(4);
        for (var ordinal = 2; ordinal <= 5; ordinal++)
            log.Do(CommandKind.Ask, ordinal, 1);
        Assert.Equal([EventKind.HumanWithdrawn, EventKind.InvocationCompleted, EventKind.ResultGiven], log.Complete(2, hasResult: true).Kinds);
        Assert.Equal(
            [EventKind.AttemptFailed, EventKind.HumanWithdrawn, EventKind.InvocationFailed], log.Fail(3, isRetryable: false).Kinds);
        Assert.Equal(
            [
                EventKind.HumanWithdrawn, EventKind.InvocationCanceled, EventKind.HumanWithdrawn, EventKind.InvocationCanceled,
                EventKind.RunCompleted,
            ],
            log.Do(CommandKind.Cancel, payload: "enough").Kinds);
        Assert.Equal((4, 0), (log.State.Questions, log.State.OpenQuestions));
    }

    /// <summary>Anything in any order: no question is closed twice, and at the end of the run none is open.</summary>
    [Fact]
    public void Each_question_is_closed_exactly_once() => Gen.Select(Gen.Int[0, 9], Gen.Int[0, 5], Gen.Int[1, 3], Gen.Int[0, 8])
        .Array[1, 80].Sample(static acts =>
        {
            var log = Begun(3);
            foreach (var (act, ordinal, attempt, number) in acts)
            {
                var kind = act switch
                {
                    0 or 1 or 2 => CommandKind.Ask,
                    3 => CommandKind.Answer,
                    4 => CommandKind.Expire,
                    5 => CommandKind.Withdraw,
                    6 => CommandKind.Begin,
                    7 => CommandKind.Fail,
                    8 => CommandKind.Complete,
                    _ => CommandKind.Interrupt,
                };
                object payload = kind switch
                {
                    CommandKind.Fail or CommandKind.Interrupt => SequencedLog.Failure(number > 2),
                    CommandKind.Complete => new TestCompletion(number > 6 ? [0] : [], number == 0),
                    _ => "payload",
                };
                var isAttempts = kind is not (CommandKind.Answer or CommandKind.Expire);
                log.Do(kind, isAttempts ? ordinal : 0, isAttempts ? attempt : 0, number, payload);
                var open = log.Events.Count(static it => it.Kind is EventKind.HumanAsked) - log.Events.Count(IsClosing);
                Assert.Equal(open, log.State.OpenQuestions);
            }

            log.Do(CommandKind.Cancel, payload: "enough");
            Assert.Equal(0, log.State.OpenQuestions);
            var closed = log.Events.Where(IsClosing).Select(static it => it.Argument).Order();
            Assert.Equal(Enumerable.Range(1, log.State.Questions), closed);
        }, iter: 1_000);

    private static bool IsClosing(LogEvent it) =>
        it.Kind is EventKind.HumanAnswered or EventKind.HumanExpired or EventKind.HumanWithdrawn;

    private static void Gives(Verdict verdict, EventKind[] kinds, (Verdict Verdict, List<EventKind> Kinds) given)
    {
        Assert.Equal(verdict, given.Verdict);
        Assert.Equal(kinds, given.Kinds);
    }
}
