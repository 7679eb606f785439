using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Each command, by example.</summary>
public sealed class SequencerExamples
{
    private static readonly EventKind[] None = [];

    private static void Gives(Verdict verdict, EventKind[] kinds, (Verdict Verdict, List<EventKind> Kinds) given)
    {
        Assert.Equal(verdict, given.Verdict);
        Assert.Equal(kinds, given.Kinds);
    }

    [Fact]
    public void A_start_makes_the_entry_invocation_1_and_happens_once()
    {
        var log = new SequencedLog(SequencedLog.Plan());

        Gives(Verdict.Accepted, [EventKind.RunStarted], log.Start(1));
        Gives(Verdict.Duplicate, None, log.Start());

        Assert.Equal((1, 1, 1u), (log.State.Invocations, log.State.Live, log.State.Position));
        Assert.Equal(1, log.State[1].Node);
    }

    [Fact]
    public void Nothing_of_an_attempt_counts_before_the_start_or_of_an_invocation_that_is_not_there()
    {
        var log = new SequencedLog(SequencedLog.Plan());
        Gives(Verdict.Superseded, None, log.Begin(1));
        log.Start();
        Gives(Verdict.Superseded, None, log.Begin(2));
        Gives(Verdict.Superseded, None, log.Begin(0));
        Gives(Verdict.Superseded, None, log.Do(CommandKind.Chunk, 2, 1));
        Gives(Verdict.Superseded, None, log.Complete(7));
    }

    [Fact]
    public void An_attempt_begins_once_and_in_turn()
    {
        var log = new SequencedLog(SequencedLog.Plan());
        log.Start();

        Gives(Verdict.Superseded, None, log.Begin(1, 2));
        Gives(Verdict.Accepted, [EventKind.AttemptStarted], log.Begin(1));
        Gives(Verdict.Duplicate, None, log.Begin(1));
        Gives(Verdict.Superseded, None, log.Begin(1, 2));
        log.Fail(1);
        Gives(Verdict.Superseded, None, log.Begin(1));
        Gives(Verdict.Accepted, [EventKind.AttemptStarted], log.Begin(1, 2));
    }

    [Fact]
    public void Chunks_are_taken_in_turn_and_acknowledged_again()
    {
        var log = new SequencedLog(SequencedLog.Plan());
        log.Start();
        Gives(Verdict.Superseded, None, log.Do(CommandKind.Chunk, 1, 0));
        log.Begin(1);

        Gives(Verdict.Superseded, None, log.Do(CommandKind.Chunk, 1, 1, 1));
        Gives(Verdict.Accepted, [EventKind.Chunk], log.Do(CommandKind.Chunk, 1, 1, 0));
        Gives(Verdict.Duplicate, None, log.Do(CommandKind.Chunk, 1, 1, 0));
        Gives(Verdict.Accepted, [EventKind.Chunk], log.Do(CommandKind.Chunk, 1, 1, 1));
        Gives(Verdict.Superseded, None, log.Do(CommandKind.Chunk, 1, 2, 2));
        log.Fail(1);
        Gives(Verdict.Superseded, None, log.Do(CommandKind.Chunk, 1, 1, 2));
        log.Begin(1, 2);
        Gives(Verdict.Accepted, [EventKind.Chunk], log.Do(CommandKind.Chunk, 1, 2, 0));
        log.Complete(1, 2);
        Gives(Verdict.Ended, None, log.Do(CommandKind.Chunk, 1, 2, 1));
    }

    [Fact]
    public void A_completion_gives_its_emits_their_ordinals_in_order()
    {
        var log = new SequencedLog(SequencedLog.Plan(nodes: 3));
        log.Start();
        log.Begin(1);

        Gives(Verdict.Accepted, [EventKind.InvocationCompleted], log.Complete(1, emits: [2, 0, 1]));

        Assert.Equal([2, 0, 1], Enumerable.Range(2, 3).Select(ordinal => log.State[ordinal].Node));
        Assert.Equal(3, log.State.Live);
        Gives(Verdict.Ended, None, log.Complete(1, emits: [2, 0, 1]));
    }

    [Fact]
    public void The_first_result_counts_and_the_run_goes_on_until_it_has_drained()
    {
        var log = new SequencedLog(SequencedLog.Plan());
        log.Start();
        log.Begin(1);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.ResultGiven], log.Complete(1, hasResult: true, emits: [1]));
        log.Begin(2);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.RunCompleted], log.Complete(2, hasResult: true));
        Gives(Verdict.Ended, None, log.Do(CommandKind.Cancel, payload: "late"));
    }

    [Fact]
    public void A_run_that_drains_without_its_result_fails_and_one_that_needs_none_completes()
    {
        var log = new SequencedLog(SequencedLog.Plan());
        log.Start();
        log.Begin(1);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.RunFailed], log.Complete(1));
        Assert.Equal(FailureCodes.NoResult, ((AttemptFailure)log.Events[^1].Payload!).Info.Code);

        log = new SequencedLog(SequencedLog.Plan(givesResult: false));
        log.Start();
        log.Begin(1);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.RunCompleted], log.Complete(1));
    }

    [Fact]
    public void A_failure_is_retried_as_often_as_allowed_and_then_fails_the_run()
    {
        var log = new SequencedLog(SequencedLog.Plan(maxAttempts: 2));
        log.Start();
        log.Begin(1);
        log.Complete(1, emits: [0, 1]);
        log.Begin(2);
        log.Begin(3);
        Gives(Verdict.Accepted, [EventKind.AttemptFailed], log.Fail(2));
        Assert.NotNull(((AttemptFailure)log.Events[^1].Payload!).RetryAt);
        Gives(Verdict.Superseded, None, log.Fail(2));
        log.Begin(2, 2);
        Gives(Verdict.Accepted, [EventKind.AttemptFailed, EventKind.InvocationFailed, EventKind.InvocationCanceled, EventKind.RunFailed], log.Fail(2, 2));
        Assert.Equal((2, 2), (log.Events[^1].Invocation, log.Events[^1].Attempt));
        Assert.Null(((AttemptFailure)log.Events[^1].Payload!).RetryAt);
        Assert.Equal(0, log.State.Live);
    }

    [Fact]
    public void A_failure_for_good_is_not_retried_and_after_the_result_fails_its_invocation_only()
    {
        var log = new SequencedLog(SequencedLog.Plan());
        log.Start();
        log.Begin(1);
        log.Complete(1, hasResult: true, emits: [0, 1]);
        log.Begin(2);
        log.Begin(3);
        Gives(Verdict.Accepted, [EventKind.AttemptFailed, EventKind.InvocationFailed], log.Fail(2, isRetryable: false));
        Gives(Verdict.Accepted, [EventKind.AttemptFailed, EventKind.InvocationFailed, EventKind.RunCompleted], log.Fail(3, isRetryable: false));
    }

    [Fact]
    public void Interruptions_do_not_count_as_failures_but_ten_in_a_row_are_the_end()
    {
        var log = new SequencedLog(SequencedLog.Plan(maxAttempts: 2));
        log.Start();
        for (var attempt = 1; attempt < RunPlan.MaxInterruptions; attempt++)
        {
            log.Begin(1, attempt);
            Gives(Verdict.Accepted, [EventKind.AttemptInterrupted], log.Do(CommandKind.Interrupt, 1, attempt, payload: SequencedLog.Failure()));
        }

        log.Begin(1, 10);
        Gives(Verdict.Accepted, [EventKind.AttemptFailed], log.Fail(1, 10));
        for (var attempt = 11; attempt < 20; attempt++)
        {
            log.Begin(1, attempt);
            Gives(Verdict.Accepted, [EventKind.AttemptInterrupted], log.Do(CommandKind.Interrupt, 1, attempt, payload: SequencedLog.Failure()));
        }

        log.Begin(1, 20);
        Gives(Verdict.Accepted, [EventKind.AttemptInterrupted, EventKind.InvocationFailed, EventKind.RunFailed], log.Do(CommandKind.Interrupt, 1, 20, payload: SequencedLog.Failure()));
    }

    [Fact]
    public void A_cancel_cancels_what_is_left_in_order_and_a_run_with_its_result_completes()
    {
        var log = new SequencedLog(SequencedLog.Plan());
        log.Start();
        log.Begin(1);
        log.Complete(1, emits: [0, 1]);
        log.Begin(3);
        Gives(Verdict.Accepted, [EventKind.InvocationCanceled, EventKind.InvocationCanceled, EventKind.RunCanceled], log.Do(CommandKind.Cancel, payload: "enough"));
        Assert.Equal([2, 3], log.Events[^3..^1].Select(static logged => logged.Invocation));
        Gives(Verdict.Ended, None, log.Do(CommandKind.Cancel, payload: "again"));
        Gives(Verdict.Ended, None, log.Begin(2));

        log = new SequencedLog(SequencedLog.Plan());
        log.Start();
        log.Begin(1);
        log.Complete(1, hasResult: true, emits: [0]);
        Gives(Verdict.Accepted, [EventKind.InvocationCanceled, EventKind.RunCompleted], log.Do(CommandKind.Cancel, payload: "enough"));
    }

    [Fact]
    public void A_run_that_fails_as_a_whole_fails_without_an_invocation()
    {
        var log = new SequencedLog(SequencedLog.Plan());
        log.Start();
        log.Begin(1);
        Gives(Verdict.Accepted, [EventKind.InvocationCanceled, EventKind.RunFailed], log.Do(CommandKind.FailRun, payload: SequencedLog.Failure()));
        Assert.Equal(0, log.Events[^1].Invocation);
        Gives(Verdict.Ended, None, log.Do(CommandKind.FailRun, payload: SequencedLog.Failure()));
    }

    [Fact]
    public void More_invocations_than_allowed_fail_the_one_that_emitted_them_for_good()
    {
        var log = new SequencedLog(SequencedLog.Plan(maxInvocations: 3));
        log.Start();
        log.Begin(1);
        log.Complete(1, emits: [0, 1]);
        log.Begin(2);
        Gives(Verdict.Accepted, [EventKind.AttemptFailed, EventKind.InvocationFailed, EventKind.InvocationCanceled, EventKind.RunFailed], log.Complete(2, hasResult: true, emits: [0]));
        Assert.Equal(FailureCodes.Limit, ((AttemptFailure)log.Events[^1].Payload!).Info.Code);
        Assert.Equal(3, log.State.Invocations);
    }

    [Fact]
    public void Time_never_goes_back()
    {
        var log = new SequencedLog(SequencedLog.Plan());
        log.Start();
        log.Do(CommandKind.Begin, 1, 1, payload: "attempt", ticks: SequencedLog.Origin + 50);
        log.Do(CommandKind.Chunk, 1, 1, 0, ticks: SequencedLog.Origin - 50);
        Assert.Equal(SequencedLog.Origin + 50, log.Events[^1].Ticks);
    }

    [Fact]
    public void Events_fit_into_32_bytes() => Assert.Equal(32, System.Runtime.CompilerServices.Unsafe.SizeOf<LogEvent>());
}
