namespace Agents.Testing.Tests;

/// <summary>Right logs pass, and each kind of wrong one is caught, at the event that is wrong.</summary>
public sealed class InvariantTests
{
    [Fact]
    public void A_log_with_everything_passes()
    {
        var log = Scope().Attempt(9, 1).Chunk(9, 1, 0).Failed(9, 1, retryAt: 100);
        log.Milliseconds = 100;
        log.Attempt(9, 2).Chunk(9, 2, 0).Chunk(9, 2, 1).Asked(9, 1).Answered(9, 1).Asked(9, 2).Expired(9, 2);
        var parent = log.Run;
        log.Child(9, new RunId(2, 2));
        log.Run = new RunId(2, 2);
        log.Started(new InvocationId(parent, 9)).Done(1).Result(1).Completed();
        log.Run = parent;
        log.Of(9, new RunEvent.InvocationCompleted(2, []) { Invocation = default, Node = "Combine", Position = 0, Cursor = default, Timestamp = default })
            .Result(9).Completed();

        RunInvariants.Check(log.Events);
    }

    [Fact]
    public void A_scope_that_was_finished_early_may_hold_less() =>
        RunInvariants.Check(Log().Done(1, 0, ForgedLog.To(2), ForgedLog.To(3)).Done(2, gathered: 1).ScopeClosed(1, 9, 1, early: true).Canceled(3).Done(9).Completed().Events);

    [Fact]
    public void A_scope_does_not_wait_for_what_one_within_left_behind() => RunInvariants.Check(
        Log().Done(1, 0, ForgedLog.To(2)).Done(2, 0, ForgedLog.To(3), ForgedLog.To(4)).Done(3, gathered: 1).ScopeClosed(2, 9, 1, early: true)
            .Done(9, gathered: 1).ScopeClosed(1, 8, 1).Done(8).Done(4).Completed().Events);

    [Fact]
    public void Nothing_is_no_log() => Assert.Throws<AgentAssertionException>(() => RunInvariants.Check([]));

    [Fact]
    public void Order() => Assert.Multiple(
        () => Caught("its position is to be 2", Log().Add(static stamp => new RunEvent.RunCanceled("x") { Position = 3, Cursor = stamp.Cursor, Timestamp = stamp.Time }, 3)),
        () => Caught("a log begins with RunStarted", new ForgedLog().Completed()),
        () => Caught("a log begins with RunStarted", Log().Started()),
        () => Caught("nothing comes after a run's end", Log().Done(1).Completed().Completed()),
        () => Caught("nothing follows this one", Log().Done(1)),
        () => Caught("which is later", Earlier(Log())));

    [Fact]
    public void Invocations() => Assert.Multiple(
        () => Caught("/2 does not exist yet", Log().Attempt(2, 1)),
        () => Caught("/1 has not ended", Log().Attempt(1, 1).Completed()),
        () => Caught("its invocation has ended", Log().Done(1).Attempt(1, 2)),
        () => Caught("an invocation ends once", Log().Done(1).Canceled(1)),
        () => Caught("exists already", Log().Done(1, 0, ForgedLog.To(2), ForgedLog.To(2))),
        () => Caught("is of node 'Other'", Log().Done(1, 0, ForgedLog.To(2, "Other")).Attempt(2, 1)),
        () => Caught("one result at the most", Log().Done(1).Result(1).Result(1)),
        () => Caught("by a completed invocation", Log().Canceled(1).Result(1)));

    [Fact]
    public void Attempts_and_chunks() => Assert.Multiple(
        () => Caught("attempt 1 comes next", Log().Attempt(1, 2)),
        () => Caught("attempt 1 of its invocation has not ended", Log().Attempt(1, 1).Attempt(1, 2)),
        () => Caught("attempt 2 comes next", Log().Attempt(1, 1).Failed(1, 1, 0).Attempt(1, 1)),
        () => Caught("it is due at", Log().Attempt(1, 1).Failed(1, 1, 100).Attempt(1, 2)),
        () => Caught("attempt 1 does not execute", Log().Attempt(1, 1).Failed(1, 1).Failed(1, 1)),
        () => Caught("attempt 1 does not execute", Log().Chunk(1, 1, 0)),
        () => Caught("chunk 0 of the attempt comes next", Log().Attempt(1, 1).Chunk(1, 1, 1)),
        () => Caught("chunk 1 of the attempt comes next", Log().Attempt(1, 1).Chunk(1, 1, 0).Chunk(1, 1, 0)),
        () => Caught("attempt 2 does not execute", Log().Attempt(1, 1).Chunk(1, 2, 0)),
        () => Caught("its invocation has ended", Log().Done(1).Chunk(1, 1, 0)));

    [Fact]
    public void Scopes() => Assert.Multiple(
        () => Caught("2 items were gathered", Log().Done(1, 0, ForgedLog.To(2), ForgedLog.To(3)).Done(2, 1).Done(3, 1).ScopeClosed(1, 9, 1)),
        () => Caught("1 items were gathered", Log().Done(1, 0, ForgedLog.To(2)).Done(2, 1).ScopeClosed(1, 9, 2, early: true)),
        () => Caught("a scope is closed once", Scope().ScopeClosed(1, 8, 2)),
        () => Caught("/3 in the scope has not ended", Log().Done(1, 0, ForgedLog.To(2), ForgedLog.To(3)).Done(2, 1).ScopeClosed(1, 9, 1)),
        () => Caught("has not completed", Log().Attempt(1, 1).ScopeClosed(1, 9, 0)));

    [Fact]
    public void People() => Assert.Multiple(
        () => Caught("has an outcome already", Log().Attempt(1, 1).Asked(1, 1).Answered(1, 1).Expired(1, 1)),
        () => Caught("has no outcome", Log().Attempt(1, 1).Asked(1, 1).Canceled(1).Completed()),
        () => Caught("was not asked", Log().Attempt(1, 1).Answered(1, 1)),
        () => Caught("is asked once", Log().Attempt(1, 1).Asked(1, 1).Asked(1, 1)));

    [Fact]
    public void Children()
    {
        var child = new RunId(2, 2);
        Caught("is started once", Log().Attempt(1, 1).Child(1, child).Child(1, child));
        var early = Log();
        early.Run = child;
        Caught("after the ChildStarted", early.Started());
        var foreign = Log().Attempt(1, 1).Child(1, child);
        var parent = foreign.Run;
        foreign.Run = child;
        Caught("whose ChildStarted came before", foreign.Started(new InvocationId(parent, 5)));
    }

    /// <summary>Two items are gathered, and the scope of invocation 1 closed.</summary>
    private static ForgedLog Scope() => Log().Done(1, 0, ForgedLog.To(2), ForgedLog.To(3)).Done(3, gathered: 1).Done(2, gathered: 1).ScopeClosed(1, 9, 2);

    private static ForgedLog Log() => new ForgedLog { Milliseconds = 50 }.Started();

    private static ForgedLog Earlier(ForgedLog log)
    {
        log.Milliseconds = 49;
        return log.Attempt(1, 1);
    }

    private static void Caught(string rule, ForgedLog forged)
    {
        var caught = Assert.Throws<AgentAssertionException>(() => RunInvariants.Check(forged.Events));
        Assert.Contains(rule, caught.Message, StringComparison.Ordinal);
        Assert.Contains($"Event {forged.Events[^1].Position} of run {forged.Events[^1].Run}", caught.Message, StringComparison.Ordinal);
    }
}
