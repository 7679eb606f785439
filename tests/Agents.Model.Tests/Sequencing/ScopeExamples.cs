using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Scopes in the sequencer, by example. Node 2 opens scopes for aggregate 4, and cancels; 3 opens for 5, and drains.</summary>
public sealed class ScopeExamples
{
    private static void Gives(Verdict verdict, EventKind[] kinds, (Verdict Verdict, List<EventKind> Kinds) given)
    {
        Assert.Equal(verdict, given.Verdict);
        Assert.Equal(kinds, given.Kinds);
    }

    /// <summary>A scope with two members, 2 and 3, of a node.</summary>
    private static SequencedLog Opened(int start, int member = 0, int maxInvocations = 1000)
    {
        var log = new SequencedLog(SequencedLog.ScopedPlan(maxInvocations: maxInvocations));
        log.Start(start);
        log.Begin(1);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted], log.CompleteInScope(1, 1, member, member));
        log.Begin(2);
        log.Begin(3);
        return log;
    }

    [Fact]
    public void A_start_without_invocations_closes_its_scope_at_once()
    {
        var log = new SequencedLog(SequencedLog.ScopedPlan());
        log.Start(2);
        log.Begin(1);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.ScopeClosed], log.CompleteInScope(1, 3));
        Assert.Equal((3, 1, 2), (log.Events[^1].Argument, log.Events[^1].Invocation, log.State.Invocations));
        Assert.Equal((4, 0, 1), (log.State[2].Node, log.State[2].Scope, log.State.Live));
    }

    [Fact]
    public void The_last_member_closes_the_scope_and_the_run_goes_on()
    {
        var log = Opened(2);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted], log.CompleteInScope(3, 2));
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.ScopeClosed], log.CompleteInScope(2, 0));
        Assert.Equal(3, log.Events[^1].Argument);
        log.Begin(4);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.ResultGiven, EventKind.RunCompleted], log.Complete(4, hasResult: true));
    }

    [Fact]
    public void An_open_scope_within_keeps_the_outer_one_open()
    {
        var log = Opened(2, member: 3);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted], log.CompleteInScope(2, 0, 0));
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.ScopeClosed], log.CompleteInScope(3, 0));
        log.Begin(5);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted], log.CompleteInScope(5, 0));
        log.Begin(4);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.ScopeClosed], log.CompleteInScope(4, 1));
        Assert.Equal((2, 5), (log.Events[^1].Invocation, log.State[6].Node));
        log.Begin(6);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.ScopeClosed], log.CompleteInScope(6, 1));
        Assert.Equal((1, 2, 4), (log.Events[^1].Invocation, log.Events[^1].Argument, log.State[7].Node));
    }

    [Fact]
    public void An_early_finish_cancels_what_is_left_once()
    {
        var log = Opened(2);
        log.CompleteInScope(2, 1, 3);
        log.Begin(4);
        log.CompleteInScope(4, 0, 0, 0);
        Gives(Verdict.Superseded, [], log.CloseScope(2, 1));
        Gives(Verdict.Superseded, [], log.CloseScope(9, 1));
        Gives(Verdict.Accepted, [EventKind.ScopeClosed, EventKind.InvocationCanceled, EventKind.InvocationCanceled, EventKind.InvocationCanceled], log.CloseScope(1, 1));
        Assert.Equal([3, 5, 6], log.Events[^3..].Select(static logged => logged.Invocation));
        Assert.Equal((7, 1, 0), (log.State.Invocations, log.State.Live, log.State.OpenScopes));
        Gives(Verdict.Ended, [], log.CloseScope(1, 1));
        Gives(Verdict.Ended, [], log.CloseScope(4, 0));
        Gives(Verdict.Ended, [], log.CompleteInScope(3, 1));
    }

    [Fact]
    public void Where_it_drains_members_go_on_and_the_run_waits_for_them()
    {
        var log = Opened(3);
        Gives(Verdict.Accepted, [EventKind.ScopeClosed], log.CloseScope(1, 1));
        log.Begin(4);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.ResultGiven], log.Complete(4, hasResult: true));
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted], log.CompleteInScope(2, 5));
        Assert.Equal(1, log.State.Scope(1).Items);
        Gives(Verdict.Accepted, [EventKind.InvocationCompleted, EventKind.RunCompleted], log.CompleteInScope(3, 5));
    }

    [Fact]
    public void A_cancel_reaches_what_drains_within()
    {
        // 1 opens a scope that cancels; in it 2 opens one that drains, with 4 in it, which is finished early.
        var log = Opened(2, member: 3);
        log.CompleteInScope(2, 0, 0);
        Gives(Verdict.Accepted, [EventKind.ScopeClosed], log.CloseScope(2, 0));
        Gives(
            Verdict.Accepted,
            [EventKind.ScopeClosed, EventKind.InvocationCanceled, EventKind.InvocationCanceled, EventKind.InvocationCanceled],
            log.CloseScope(1, 1));
        Assert.Equal([3, 4, 5], log.Events[^3..].Select(static logged => logged.Invocation));
    }

    [Fact]
    public void The_aggregate_counts_from_the_start_of_its_scope()
    {
        var log = new SequencedLog(SequencedLog.ScopedPlan(maxInvocations: 3));
        log.Start(2);
        log.Begin(1);
        Gives(Verdict.Accepted, [EventKind.AttemptFailed, EventKind.InvocationFailed, EventKind.RunFailed], log.CompleteInScope(1, 0, 0, 0));

        log = Opened(2, maxInvocations: 4);
        Gives(Verdict.Accepted, [EventKind.AttemptFailed, EventKind.InvocationFailed, EventKind.InvocationCanceled, EventKind.RunFailed], log.CompleteInScope(2, 0, 0));
    }
}
