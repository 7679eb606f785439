using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime;

/// <summary>What an attempt has only if it needs it: waits, a scope of services, a timer, an activity.</summary>
internal sealed class AttemptExtras(InvocationAttempt attempt) : Parking(attempt)
{
    private StrongBox<AsyncServiceScope>? scope;
    private AttemptTimer? timer;
    private ChildCalls? childCalls;

    /// <summary>What telemetry keeps of the attempt; null while nobody listens.</summary>
    public AttemptMeasures? Measures { get; private set; }

    /// <inheritdoc cref="Measures"/>
    public AttemptMeasures NeedMeasures() => Measures ??= new AttemptMeasures();

    /// <summary>A limit or a budget that the attempt has exceeded: it fails by that, whatever the node makes of it.</summary>
    public AgentException? Doom { get; set; }

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
        scope ??= new(services.CreateAsyncScope());
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

    /// <summary>
    /// Starts the clock of the attempt, unless it has been asked to stop meanwhile, when the grace time runs, or has ended.
    /// </summary>
    public void StartClock(TimeSpan due, Action<InvocationAttempt> elapsed)
    {
        lock (this)
        {
            if (Attempt.IsExecuting)
                Timer.StartClock(due, elapsed);
        }
    }

    /// <summary>Starts the grace time, in place of the clock, unless the attempt has ended.</summary>
    public void StartGrace(TimeSpan due, Action<InvocationAttempt> elapsed)
    {
        lock (this)
        {
            if (Attempt.IsExecuting)
                Timer.StartGrace(due, elapsed);
        }
    }

    protected override void PauseClock()
    {
        lock (this)
            timer?.Pause();
    }

    /// <summary>Lets the clock go on, if it stands still.</summary>
    public void ResumeClock(Action<InvocationAttempt> elapsed)
    {
        lock (this)
        {
            if (Attempt.IsExecuting)
                timer?.Resume(elapsed);
        }
    }

    /// <summary>Lets go of what the attempt had: it has ended, but its run may be kept for long.</summary>
    public void Release()
    {
        scope = null;
        Measures = null;
        childCalls = null;
    }

    /// <summary>Ends the timer: the attempt executes no more.</summary>
    public void StopTimer()
    {
        lock (this)
        {
            timer?.Stop();
            timer = null;
        }
    }

    private AttemptTimer Timer => timer ??= new AttemptTimer(Attempt);
}
