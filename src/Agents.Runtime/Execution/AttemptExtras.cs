using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime;

/// <summary>What an attempt has only if it needs it: waits, a scope of services, a timer, an activity.</summary>
internal sealed class AttemptExtras(InvocationAttempt attempt) : Parking(attempt)
{
    private AsyncServiceScope? scope;
    private AttemptTimer? timer;
    private ChildCalls? childCalls;
    private bool timerStopped;

    /// <summary>The span of the attempt; null while nobody listens.</summary>
    public Activity? Activity { get; set; }

    /// <summary>A limit or a budget that the attempt has exceeded: it fails by that, whatever the node makes of it.</summary>
    public AgentException? Doom { get; set; }

    /// <summary>When the attempt began, by the clock of the time provider; 0 while nobody measures.</summary>
    public long BegunTimestamp { get; set; }

    /// <summary>When the attempt could have begun; 0 while nobody measures.</summary>
    public long ReadyTimestamp { get; set; }

    /// <summary>What it has to do with scopes, caches and forks; null for most.</summary>
    public AttemptOrigins? Origins { get; private set; }

    /// <inheritdoc cref="Origins"/>
    public AttemptOrigins NeedOrigins() => Origins ??= new AttemptOrigins();

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

    /// <summary>The children that the attempt finds again.</summary>
    public ChildCalls GetChildCalls()
    {
        if (Volatile.Read(ref childCalls) is { } known)
            return known;
        var calls = new ChildCalls(Attempt);
        return Interlocked.CompareExchange(ref childCalls, calls, null) ?? calls;
    }

    /// <summary>Starts the clock of the attempt, unless it has been asked to stop meanwhile: then the grace time runs.</summary>
    public void StartClock(TimeSpan due, Action<InvocationAttempt> elapsed)
    {
        lock (this)
        {
            if (!timerStopped)
                Timer.StartClock(due, elapsed);
        }
    }

    /// <summary>Starts the grace time, in place of the clock.</summary>
    public void StartGrace(TimeSpan due, Action<InvocationAttempt> elapsed)
    {
        lock (this)
        {
            if (!timerStopped)
                Timer.StartGrace(due, elapsed);
        }
    }

    protected override void PauseClock()
    {
        lock (this)
        {
            if (!timerStopped)
                timer?.Pause();
        }
    }

    /// <summary>Lets the clock go on, if it stands still.</summary>
    public void ResumeClock(Action<InvocationAttempt> elapsed)
    {
        lock (this)
        {
            if (!timerStopped)
                timer?.Resume(elapsed);
        }
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

    private AttemptTimer Timer => timer ??= new AttemptTimer(Attempt);
}
