namespace Agents.Runtime;

internal enum ScopeStatus : byte
{
    Open,

    /// <summary>Its aggregate has been invoked. Invocations may be left in it all the same, after an early finish.</summary>
    Closed,

    /// <summary>What was left of it was canceled before it was closed: its aggregate is never invoked.</summary>
    Canceled,
}

/// <summary>What the log says of one scope.</summary>
internal struct ScopeState
{
    /// <summary>The ordinal of the invocation that opened it.</summary>
    public int Start;

    /// <summary>The scope around it; 0 for none.</summary>
    public int Parent;

    /// <summary>How many invocations in it have not ended, and how many scopes in it are open.</summary>
    public int Live;

    /// <summary>How many items were gathered.</summary>
    public int Items;

    /// <summary>The ordinal of its last member, from where <see cref="InvocationState.PreviousMember"/> leads to all others.</summary>
    public int LastMember;

    /// <summary>The ordinal of its aggregate's invocation, once it is closed.</summary>
    public int Aggregate;

    public ScopeStatus Status;

    /// <summary>The ordinals of those that gave items, in the order of their completions. Null where that does not matter.</summary>
    public List<int>? Arrivals;
}

internal partial struct RunState
{
    /// <summary>How many scopes there are or were; their numbers go from 1 to this.</summary>
    public int Scopes => rarely?.ScopeCount ?? 0;

    /// <summary>How many of them are open: for each, the invocation of an aggregate is to come.</summary>
    public int OpenScopes
    {
        get => rarely?.OpenScopes ?? 0;
        set => Rare.OpenScopes = value;
    }

    public ref ScopeState Scope(int number) => ref rarely!.Scopes[number - 1];

    /// <summary>Opens a scope, within the one that its start belongs to.</summary>
    public int OpenScope(int start, bool keepsArrivals)
    {
        if (Scopes == Rare.Scopes.Length)
            Array.Resize(ref Rare.Scopes, Math.Max(2, Rare.Scopes.Length * 2));
        var parent = this[start].Scope;
        Rare.Scopes[Rare.ScopeCount++] = new ScopeState { Start = start, Parent = parent, Arrivals = keepsArrivals ? [] : null };
        this[start].Opened = Scopes;
        OpenScopes++;
        if (parent != 0)
            Scope(parent).Live++;
        return Scopes;
    }

    private static void Enter(ref ScopeState scope, ref InvocationState member, int ordinal)
    {
        member.PreviousMember = scope.LastMember;
        scope.LastMember = ordinal;
        scope.Live++;
    }
}
