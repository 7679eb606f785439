namespace Agents.Runtime;

/// <summary>What becomes of an invocation of a run in its fork.</summary>
internal enum Fate : byte
{
    /// <summary>It follows from what runs anew, and is not there.</summary>
    Gone,

    /// <summary>It is there, and runs anew.</summary>
    Anew,

    /// <summary>It is taken over with all that it gave.</summary>
    Kept,

    /// <summary>It was canceled because its scope was finished early; kept if that stays so.</summary>
    CutOff,
}

/// <summary>
/// Decides which invocations a fork takes over: all that completed and neither were changed nor follow from what runs anew. An
/// aggregate follows from every member of its scope. What failed or was canceled runs anew, too.
/// </summary>
internal sealed class ForkPlan
{
    private readonly RunSnapshot source;
    private readonly IReadOnlySet<int> changed;
    private readonly Fate[] fates;
    private readonly int[] parents;

    /// <summary>For each invocation of a start: the invocation that gathers its scope; 0 as long as there is none.</summary>
    private readonly int[] gatherers;

    /// <summary>For each invocation of an aggregate: the one that opened its scope; 0 for any other.</summary>
    private readonly int[] starts;

    /// <summary>For each invocation: the one that opened the scope that it belongs to; 0 for none.</summary>
    private readonly int[] scopes;

    /// <summary>For each invocation of a start: whether something of its scope runs anew.</summary>
    private readonly bool[] isScopeDirty;

    /// <summary>For each invocation of a start: whether its scope was finished early, and what was left of it canceled by that.</summary>
    private readonly bool[] isScopeCutShort;

    private ForkPlan(RunSnapshot source, IReadOnlySet<int> changed)
    {
        this.source = source;
        this.changed = changed;
        var count = source.Invocations.Length + 1;
        fates = new Fate[count];
        parents = new int[count];
        gatherers = new int[count];
        starts = new int[count];
        scopes = new int[count];
        isScopeDirty = new bool[count];
        isScopeCutShort = new bool[count];
    }

    /// <param name="source">The run.</param>
    /// <param name="changed">The invocations that get other inputs.</param>
    public static ForkPlan Of(RunSnapshot source, IReadOnlySet<int> changed)
    {
        var plan = new ForkPlan(source, changed);
        plan.ReadDescent();
        for (var ordinal = 1; ordinal < plan.fates.Length; ordinal++)
            plan.Decide(ordinal);
        for (var ordinal = 1; ordinal < plan.fates.Length; ordinal++)
        {
            if (plan.fates[ordinal] is Fate.CutOff)
                plan.fates[ordinal] = plan.IsStillCutOff(ordinal) ? Fate.Kept : Fate.Anew;
        }

        return plan;
    }

    public Fate this[int ordinal] => fates[ordinal];

    /// <summary>Whether the closing of a scope is taken over.</summary>
    /// <param name="start">The invocation that opened it.</param>
    public bool IsClosingKept(int start) => gatherers[start] is > 0 and var aggregate && fates[aggregate] is not Fate.Gone;

    /// <summary>Reads from the log who follows from whom.</summary>
    private void ReadDescent()
    {
        foreach (var (logEvent, _) in source.Entries)
        {
            var ordinal = logEvent.Invocation;
            switch (logEvent.Kind)
            {
                case EventKind.InvocationCompleted:
                    var completion = (ICompletion)logEvent.Payload!;
                    var scope = completion.Aggregate is null ? scopes[ordinal] : ordinal;
                    for (var emission = completion.FirstEmission; emission is not null; emission = emission.Next)
                    {
                        if (!emission.IsItem)
                            Descend(((InvocationAttempt)emission).Ordinal, ordinal, scope);
                    }

                    break;
                case EventKind.ScopeClosed:
                    var closure = (ScopeClosure)logEvent.Payload!;
                    var aggregate = ((InvocationAttempt)closure.Aggregate).Ordinal;
                    Descend(aggregate, ordinal, scopes[ordinal]);
                    gatherers[ordinal] = aggregate;
                    starts[aggregate] = ordinal;
                    isScopeCutShort[ordinal] = closure.IsFinishedEarly && RuleOf(ordinal).OnEarlyFinish is EarlyFinish.Cancel;
                    break;
            }
        }
    }

    private ScopeRule RuleOf(int start) => source.Run.Plan.Scopes[source[start].Node]!;

    private void Descend(int ordinal, int parent, int scope)
    {
        parents[ordinal] = parent;
        scopes[ordinal] = scope;
    }

    private void Decide(int ordinal)
    {
        ref readonly var state = ref source[ordinal];
        if (state.Status is InvocationStatus.Absent)
            return;
        var isThere = ordinal == 1 ||
            (fates[parents[ordinal]] is Fate.Kept && (starts[ordinal] == 0 || !isScopeDirty[starts[ordinal]]));
        fates[ordinal] = !isThere ? Fate.Gone
            : changed.Contains(ordinal) ? Fate.Anew
            : state.Status is InvocationStatus.Completed ? Fate.Kept
            : state.Status is InvocationStatus.Canceled && ScopesAround(ordinal).Any(scope => isScopeCutShort[scope]) ? Fate.CutOff
            : Fate.Anew;
        if (fates[ordinal] is Fate.Gone or Fate.Anew)
            MarkScopes(ordinal);
    }

    /// <summary>Whatever gathers an invocation gathers something else, if that does not stay what it was.</summary>
    private void MarkScopes(int ordinal)
    {
        foreach (var scope in ScopesAround(ordinal))
        {
            // What an early finish left behind gives nothing to the scope any more. And what holds a marked scope is marked.
            if (isScopeDirty[scope] || (gatherers[scope] is > 0 and var aggregate && aggregate < ordinal))
                return;
            isScopeDirty[scope] = true;
        }
    }

    private bool IsStillCutOff(int ordinal) =>
        fates[parents[ordinal]] is Fate.Kept && ScopesAround(ordinal).Any(scope => isScopeCutShort[scope] && !isScopeDirty[scope]);

    /// <summary>The scopes that an invocation belongs to, from the innermost on, each by the invocation that opened it.</summary>
    private IEnumerable<int> ScopesAround(int ordinal)
    {
        for (var scope = scopes[ordinal]; scope != 0; scope = scopes[scope])
            yield return scope;
    }
}
