using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>What the start of a child gives.</summary>
public sealed class ChildExamples
{
    private readonly SequencedLog log = new(SequencedLog.Plan());

    private static ChildStart Child(int number = 1, int generation = 1) => new(
        ChildStart.MakeId(new InvocationId(new RunId(1, 2), 1), "agent", new ChildPlace(null, number), generation),
        "agent", new ChildPlace(null, number), generation);

    private (Verdict Verdict, List<EventKind> Kinds) Start(ChildStart child, int attempt = 1) =>
        log.Do(CommandKind.StartChild, 1, attempt, payload: child);

    [Fact]
    public void A_current_attempt_starts_children()
    {
        log.Start();
        log.Begin(1);
        Assert.Equal((Verdict.Accepted, EventKind.ChildStarted), (Start(Child()).Verdict, log.Events[^1].Kind));
        Assert.Equal(Verdict.Accepted, Start(Child(2)).Verdict);
        Assert.Equal([1, 2], log.State.ChildrenOf(1).Select(static child => child.Place.Number));
        Assert.Equal([3u, 4u], log.State.Children.Select(static child => child.Position));
        Assert.Equal(2, log.State.FindChild(Child(2).Id)!.Place.Number);
        Assert.Null(log.State.FindChild(Child(2, 2).Id));
    }

    [Fact]
    public void A_start_that_is_sent_twice_is_known()
    {
        log.Start();
        log.Begin(1);
        Start(Child());
        Assert.Equal(Verdict.Duplicate, Start(Child()).Verdict);
        Assert.Single(log.State.Children);
    }

    [Fact]
    public void An_attempt_that_does_not_count_starts_none()
    {
        log.Start();
        Assert.Equal(Verdict.Superseded, Start(Child()).Verdict);
        log.Begin(1);
        log.Fail(1);
        Assert.Equal(Verdict.Superseded, Start(Child()).Verdict);
        log.Begin(1, 2);
        Assert.Equal(Verdict.Superseded, Start(Child()).Verdict);
        Assert.Equal(Verdict.Accepted, Start(Child(), attempt: 2).Verdict);
        log.Complete(1, 2);
        Assert.Equal(Verdict.Ended, Start(Child(2), attempt: 2).Verdict);
        Assert.Empty(log.State.ChildrenOf(2));
    }

    [Fact]
    public void Ids_differ_in_all_that_tells_children_apart()
    {
        var run = new RunId(1, 2);
        var ids = new List<RunId>();
        foreach (var parent in new[] { new InvocationId(run, 1), new InvocationId(run, 11), new InvocationId(new RunId(1, 3), 1) })
        {
            foreach (var agent in new[] { "a", "a1" })
            {
                foreach (var place in new ChildPlace[] { new("k", 0), new("k1", 0), new(null, 1), new("1", 0), new(null, 11) })
                {
                    ids.Add(ChildStart.MakeId(parent, agent, place, 1));
                    ids.Add(ChildStart.MakeId(parent, agent, place, 11));
                }
            }
        }

        Assert.Equal(60, ids.Distinct().Count());
        Assert.Equal(Child().Id, Child().Id);
    }
}
