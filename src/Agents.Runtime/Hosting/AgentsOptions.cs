namespace Agents;

/// <summary>The options of a host of agents; set by <c>AddAgents(options => …)</c>, read when the runtime starts.</summary>
public sealed class AgentsOptions
{
    /// <summary>How many attempts may execute at once in this host. 1,024 by default.</summary>
    public int MaxConcurrency { get; set; } = 1024;

    /// <summary>How failed attempts are repeated, where neither node, run nor agent says.</summary>
    public RetryOptions Retry { get; } = new();

    /// <summary>How long one attempt may take, where neither node, run nor agent says. Null, the default: no limit.</summary>
    public TimeSpan? AttemptTimeout { get; set; }

    /// <summary>
    /// How long an attempt whose token has fired may take to end, before its slot is given to others and, after a timeout,
    /// a new attempt takes its place. 10 seconds by default.
    /// </summary>
    public TimeSpan GraceTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a host that is disposed without having been stopped waits for attempts to end. 5 seconds by default. A host
    /// that is stopped waits as long as its own shutdown time-out.
    /// </summary>
    public TimeSpan DisposeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What a run may use at the most.</summary>
    public RunLimits Limits { get; } = new();

    /// <summary>How long finished runs are kept.</summary>
    public RetentionOptions Retention { get; } = new();

    /// <summary>How much is kept of what nodes gave, see <see cref="NodeAttribute.CacheSeconds"/>.</summary>
    public NodeCacheOptions Cache { get; } = new();

    /// <summary>How runs are kept in a journal, where the host has one.</summary>
    public JournalOptions Journal { get; } = new();
}

/// <summary>How failed attempts are repeated.</summary>
public sealed class RetryOptions
{
    /// <summary>How many attempts an invocation gets, 1 or more. 3 by default.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The delay before the second attempt; it doubles with each further one. 200 ms by default.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest delay. 30 seconds by default.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Which part of a delay is left to chance, from 0 to 1, so that retries do not come in waves. 0.5 by default.</summary>
    public double Jitter { get; set; } = 0.5;
}

/// <summary>What a run may use at the most. Beyond it <see cref="AgentLimitException"/> is thrown and the run fails.</summary>
public sealed class RunLimits
{
    /// <summary>How many chunks an invocation may write, all its attempts together. 1,000,000 by default.</summary>
    public int ChunksPerInvocation { get; set; } = 1_000_000;

    /// <summary>How many invocations a run may have. 100,000 by default.</summary>
    public int InvocationsPerRun { get; set; } = 100_000;

    /// <summary>How often an attempt of an invocation may emit. 100,000 by default.</summary>
    public int EmitsPerInvocation { get; set; } = 100_000;

    /// <summary>How many questions to people a run may have open at once. 1,000 by default.</summary>
    public int OpenQuestionsPerRun { get; set; } = 1_000;

    /// <summary>How deep runs may start child runs: how many of them lie above the deepest. 32 by default.</summary>
    public int ChildDepth { get; set; } = 32;

    /// <summary>
    /// How large one payload may be as JSON, in bytes, where runs are kept in a journal: an input, a chunk, a result, a question, an
    /// answer. 4 MiB by default.
    /// </summary>
    public int PayloadBytes { get; set; } = 4 << 20;

    /// <summary>How large the log of a run may be, in bytes, where runs are kept in a journal. 1 GiB by default.</summary>
    public long RunBytes { get; set; } = 1L << 30;
}

/// <summary>How runs are kept in a journal.</summary>
public sealed class JournalOptions
{
    /// <summary>
    /// How many bytes of a run may wait to be stored before those who write its chunks wait, too. 1 MiB by default.
    /// </summary>
    public long MaxUnstoredBytes { get; set; } = 1 << 20;

    /// <summary>The same for all runs of the host together. 64 MiB by default.</summary>
    public long MaxUnstoredBytesOfHost { get; set; } = 64 << 20;

    /// <summary>
    /// How long the host waits after a failure of the journal before it tries to store again; it doubles with each further one.
    /// 100 ms by default.
    /// </summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such wait. 10 seconds by default.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often finished runs that are kept no longer are removed. One minute by default.</summary>
    public TimeSpan PruneInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many finished runs are kept in the journal, the newest, their child runs with them. 100,000 by default.
    /// <see cref="AgentsOptions.Retention"/> says how many of them are also kept in memory.
    /// </summary>
    public int MaxFinishedRuns { get; set; } = 100_000;

    /// <summary>How long a finished run is kept in the journal. 30 days by default.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>
/// How long finished runs are kept to be found and read. A handle or an enumeration keeps its run beyond that.
/// </summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// How many finished runs are kept, the newest. Child runs do not count: they are kept with the run that started them, which
    /// is finished when they are, too. 5,000 by default.
    /// </summary>
    public int MaxFinishedRuns { get; set; } = 5_000;

    /// <summary>How long a finished run is kept. One hour by default.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>How much is kept of what nodes gave, to be given again for equal inputs.</summary>
public sealed class NodeCacheOptions
{
    /// <summary>
    /// Of how many invocations it is kept, in all agents of the host; the least recently used goes first. 1,000 by default; 0
    /// turns the cache off.
    /// </summary>
    public int MaxEntries { get; set; } = 1_000;
}
