using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime;

/// <summary>What an attempt has only if it needs it: a scope of services, a timer, an activity.</summary>
internal sealed class AttemptExtras
{
    private AsyncServiceScope? scope;
    private DueTimer? timer;
    private Parking? parking;
    private ChildCalls? childCalls;
    private TimeSpan? clockLeft;
    private bool timerIsClock;
    private bool timerStopped;

    /// <summary>The span of the attempt; null while nobody listens.</summary>
    public Activity? Activity { get; set; }

    /// <summary>A limit or a budget that the attempt has exceeded: it fails by that, whatever the node makes of it.</summary>
    public AgentException? Doom { get; set; }

    /// <summary>When the attempt began, by the clock of the time provider; 0 while nobody measures.</summary>
    public long BegunTimestamp { get; set; }

    /// <summary>When the attempt could have begun; 0 while nobody measures.</summary>
    public long ReadyTimestamp { get; set; }

    /// <summary>Of the start of a scope that has returned: the invocation that is to gather the scope.</summary>
    public InvocationAttempt? Aggregate { get; set; }

    /// <summary>What the node returned for its aggregate; null if nothing.</summary>
    public object? StartValue { get; set; }

    /// <summary>Of a node whose results are kept: the use of them that this attempt makes.</summary>
    public object? CacheUse { get; set; }

    /// <summary>Whether what came back from a journal, or was taken over, had been kept from another invocation.</summary>
    public bool WasFromCache { get; set; }

    /// <summary>The ordinal that it is to have in a fork; 0 for the next.</summary>
    public int ReservedOrdinal { get; set; }

    /// <summary>With a journal: its input as JSON, from the emit to the recording of that.</summary>
    public byte[]? StoredInput { get; set; }

    /// <summary>With a journal: what the node returned as JSON, from its return to the recording of that.</summary>
    public byte[]? StoredReturn { get; set; }

    public bool HasScope => scope is not null;

    public IServiceProvider GetScope(IServiceProvider services)
    {
        scope ??= services.CreateAsyncScope();
        return scope.Value.ServiceProvider;
    }

    public ValueTask DisposeScopeAsync() => scope!.Value.DisposeAsync();

    /// <summary>The attempt's waits for people and children.</summary>
    public Parking GetParking(InvocationAttempt attempt) =>
        parking ?? Interlocked.CompareExchange(ref parking, new Parking(attempt), null) ?? parking;

    /// <summary>The children that the attempt finds again.</summary>
    public ChildCalls GetChildCalls(InvocationAttempt attempt)
    {
        if (Volatile.Read(ref childCalls) is { } known)
            return known;
        var calls = new ChildCalls(attempt);
        return Interlocked.CompareExchange(ref childCalls, calls, null) ?? calls;
    }

    public Parking? ParkingIfAny => Volatile.Read(ref parking);

    /// <summary>Starts the clock of the attempt, unless it has been asked to stop meanwhile: then the grace time runs.</summary>
    public void StartClock(InvocationAttempt attempt, TimeSpan due, Action<InvocationAttempt> elapsed)
    {
        lock (this)
        {
            if (!timerStopped && timer is null)
                Start(attempt, due, elapsed, isClock: true);
        }
    }

    /// <summary>Starts the grace time, in place of the clock.</summary>
    public void StartGrace(InvocationAttempt attempt, TimeSpan due, Action<InvocationAttempt> elapsed)
    {
        lock (this)
        {
            clockLeft = null;
            if (!timerStopped)
                Start(attempt, due, elapsed, isClock: false);
        }
    }

    /// <summary>Makes the clock stand still.</summary>
    public void PauseClock()
    {
        lock (this)
        {
            if (timerStopped || !timerIsClock)
                return;
            clockLeft = timer!.Left;
            timer.Stop();
            timer = null;
            timerIsClock = false;
        }
    }

    /// <summary>Lets the clock go on, if it stands still.</summary>
    public void ResumeClock(InvocationAttempt attempt, Action<InvocationAttempt> elapsed)
    {
        lock (this)
        {
            if (timerStopped || timer is not null || clockLeft is not { } left)
                return;
            clockLeft = null;
            Start(attempt, left, elapsed, isClock: true);
        }
    }

    private void Start(InvocationAttempt attempt, TimeSpan due, Action<InvocationAttempt> elapsed, bool isClock)
    {
        timer?.Stop();
        timer = new DueTimer(attempt.TimeProvider, () => elapsed(attempt));
        timerIsClock = isClock;
        timer.Start(due);
    }

    /// <summary>Lets go of what the attempt had: it has ended, but its run may be kept for long.</summary>
    public void Release()
    {
        scope = null;
        Activity = null;
        childCalls = null;
    }

    /// <summary>Ends the timer for good.</summary>
    public void StopTimer()
    {
        lock (this)
        {
            timerStopped = true;
            timer?.Stop();
            timer = null;
        }
    }
}
