using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>The rules of scopes, checked against what the log alone says of them.</summary>
internal static class ScopeChecks
{
    /// <summary>A scope as the log tells it.</summary>
    private sealed class Scope
    {
        public Scope? Parent { get; init; }

        public bool Drains { get; init; }

        public HashSet<int> Live { get; } = [];

        public List<Scope> Inner { get; } = [];

        public int Items { get; set; }

        public LogEvent? Closed { get; set; }

        public bool IsCanceled { get; set; }

        /// <summary>What is left in it, and in the scopes within.</summary>
        public int Left => Live.Count + Inner.Sum(static inner => inner.Left);

        /// <summary>What keeps it open.</summary>
        public int Open => Live.Count + Inner.Count(static inner => inner is { Closed: null, IsCanceled: false });
    }

    /// <summary>After a command each open scope has work left in it, and a canceled one has none.</summary>
    public static void CheckAfter(SequencedLog log, RunPlan plan, List<LogEvent> events)
    {
        if (!events.Exists(static logged => logged.Kind is not (EventKind.Chunk or EventKind.AttemptStarted)) || log.State.HasEnded)
            return;
        foreach (var scope in Play(log, plan))
        {
            if (scope is { Closed: null, IsCanceled: false })
                Assert.True(scope.Open > 0, "An open scope has work left.");
            if (scope is { Closed.Payload: ScopeClosure { IsFinishedEarly: true }, Drains: false } || scope.IsCanceled)
                Assert.Equal(0, scope.Left);
        }
    }

    public static void CheckLog(SequencedLog log, RunPlan plan)
    {
        var scopes = Play(log, plan);
        Assert.Equal(scopes.Count, log.State.Scopes);
        if (!log.State.HasEnded)
            Assert.Equal(scopes.Count(static scope => scope is { Closed: null, IsCanceled: false }), log.State.OpenScopes);
        Assert.True(log.State.HasEnded || log.State.Invocations + log.State.OpenScopes <= Math.Max(plan.MaxInvocations, 1));
    }

    /// <summary>Follows the scopes through the log, and checks how each is closed.</summary>
    private static List<Scope> Play(SequencedLog log, RunPlan plan)
    {
        var all = new List<Scope>();
        var opened = new Dictionary<int, Scope>();
        var scopeOf = new List<Scope?> { null, null };
        var hasEnded = log.State.HasEnded;
        foreach (var logged in log.Events)
        {
            var scope = logged.Invocation > 0 ? scopeOf[logged.Invocation] : null;
            switch (logged.Kind)
            {
                case EventKind.InvocationCompleted:
                    scope?.Live.Remove(logged.Invocation);
                    var completion = (ICompletion)logged.Payload!;
                    if (plan.Scopes[log.State[logged.Invocation].Node] is { } rule)
                    {
                        var inner = new Scope { Parent = scope, Drains = rule.OnEarlyFinish is EarlyFinish.Drain };
                        opened.Add(logged.Invocation, inner);
                        all.Add(inner);
                        scope?.Inner.Add(inner);
                        scope = inner;
                    }

                    if (scope is { Closed: null })
                        scope.Items += completion.Summary.ItemCount;
                    for (var count = completion.Summary.EmissionCount; count > 0; count--)
                        Enter(scope);
                    break;
                case EventKind.InvocationFailed:
                    scope?.Live.Remove(logged.Invocation);
                    break;
                case EventKind.InvocationCanceled:
                    scope?.Live.Remove(logged.Invocation);
                    for (; scope is { Closed: null, Open: 0 }; scope = scope.Parent)
                        scope.IsCanceled = true;
                    break;
                case EventKind.ScopeClosed:
                    var closing = opened[logged.Invocation];
                    Assert.False(closing.Closed is not null || closing.IsCanceled, "A scope is closed once.");
                    if (!((ScopeClosure)logged.Payload!).IsFinishedEarly)
                        Assert.Equal((0, closing.Items), (closing.Open, logged.Argument));
                    closing.Closed = logged;
                    Enter(closing.Parent);
                    break;
            }
        }

        Assert.Equal(log.State.Invocations, scopeOf.Count - 1);
        Assert.True(!hasEnded || all.TrueForAll(static scope => scope.Left == 0), "The end leaves nothing.");
        return all;

        void Enter(Scope? scope)
        {
            scope?.Live.Add(scopeOf.Count);
            scopeOf.Add(scope);
        }
    }
}
