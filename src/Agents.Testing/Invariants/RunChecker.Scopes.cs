namespace Agents.Testing;

/// <summary>What holds of scopes, questions and children.</summary>
internal sealed partial class RunChecker
{
    private readonly HashSet<InvocationId> starts;
    private readonly Dictionary<InvocationId, int> gathered = [];
    private readonly HashSet<InvocationId> closedScopes = [];
    private readonly Dictionary<HumanRequestId, bool> questions = [];
    private readonly HashSet<RunId> children = [];

    /// <summary>The scope that what an invocation emits belongs to: its own if it opens one.</summary>
    private InvocationId? ScopeFor(RunEvent.OfInvocation logged, Invocation invocation) =>
        starts.Contains(logged.Invocation) ? logged.Invocation : invocation.Scope;

    private void Gather(RunEvent.InvocationCompleted completed, InvocationId? scope)
    {
        Require(completed.Gathered >= 0, completed, "nobody gathers less than nothing");
        if (completed.Gathered > 0 && scope is { } known && !closedScopes.Contains(known))
            gathered[known] = gathered.GetValueOrDefault(known) + completed.Gathered;
    }

    private void CloseScope(RunEvent.ScopeClosed closed)
    {
        Require(closedScopes.Add(closed.Invocation), closed, "a scope is closed once");
        Require(Of(closed).HasCompleted, closed, "the invocation that opened it has not completed");
        var items = gathered.GetValueOrDefault(closed.Invocation);
        Require(
            closed.IsFinishedEarly ? closed.Items <= items : closed.Items == items, closed, $"{items} items were gathered");
        if (!closed.IsFinishedEarly)
        {
            foreach (var (id, invocation) in invocations)
                Require(invocation.HasEnded || !IsWithin(invocation, closed.Invocation), closed, $"invocation {id} in the scope has not ended");
        }

        Create(closed, closed.Aggregate, closed.AggregateNode, Of(closed).Scope);
    }

    /// <summary>Whether the scope waits for an invocation: not for one that goes on after its own scope was finished early.</summary>
    private bool IsWithin(Invocation invocation, InvocationId scope)
    {
        for (var outer = invocation.Scope; outer is { } known; outer = invocations[known].Scope)
        {
            if (known == scope)
                return true;
            if (closedScopes.Contains(known))
                return false;
        }

        return false;
    }

    private void CheckAllQuestionsEnded(RunEvent end)
    {
        foreach (var (question, hasOutcome) in questions)
            Require(hasOutcome, end, $"question {question} has no outcome");
    }

    private void EndQuestion(RunEvent logged, HumanRequestId question)
    {
        Require(questions.TryGetValue(question, out var hasOutcome), logged, $"question {question} was not asked");
        Require(!hasOutcome, logged, $"question {question} has an outcome already");
        questions[question] = true;
    }
}
