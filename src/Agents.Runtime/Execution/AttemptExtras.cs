using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Runtime;

/// <summary>What an attempt has only if it needs it: a token, a scope of services, a timer, an activity.</summary>
internal sealed class AttemptExtras
{
    private CancellationTokenSource? tokenSource;
    private AsyncServiceScope? scope;
    private DueTimer? timer;
    private bool timerStopped;
    private int fired;

    /// <summary>The span of the attempt; null while nobody listens.</summary>
    public Activity? Activity { get; set; }

    /// <summary>When the attempt began, by the clock of the time provider; 0 while nobody measures.</summary>
    public long BegunTimestamp { get; set; }

    /// <summary>When the attempt could have begun; 0 while nobody measures.</summary>
    public long ReadyTimestamp { get; set; }

    public bool HasScope => scope is not null;

    public CancellationToken? TokenIfAny => Volatile.Read(ref tokenSource)?.Token;

    public CancellationTokenSource GetTokenSource() =>
        tokenSource ?? Interlocked.CompareExchange(ref tokenSource, new CancellationTokenSource(), null) ?? tokenSource;

    /// <summary>
    /// Fires the token, if there is one, on a thread of the pool: what users registered must not run within a command.
    /// </summary>
    public void FireToken(AgentHost host)
    {
        if (Volatile.Read(ref tokenSource) is not { } source || Interlocked.Exchange(ref fired, 1) == 1)
            return;
        ThreadPool.UnsafeQueueUserWorkItem(
            static state =>
            {
                try
                {
                    state.source.Cancel();
                }
                catch (AggregateException exception)
                {
                    state.host.Telemetry.TokenCallbackFailed(exception);
                }
            },
            (source, host),
            preferLocal: false);
    }

    public IServiceProvider GetScope(IServiceProvider services)
    {
        scope ??= services.CreateAsyncScope();
        return scope.Value.ServiceProvider;
    }

    public ValueTask DisposeScopeAsync() => scope!.Value.DisposeAsync();

    /// <summary>Starts the timer, in place of another one only if it <paramref name="replaces"/> that.</summary>
    public void StartTimer(InvocationAttempt attempt, TimeSpan due, Action<InvocationAttempt> elapsed, bool replaces)
    {
        lock (this)
        {
            if (timerStopped || (timer is not null && !replaces))
                return;
            timer?.Stop();
            timer = new DueTimer(attempt.TimeProvider, () => elapsed(attempt));
            timer.Start(due);
        }
    }

    /// <summary>Lets go of what the attempt had: it has ended, but its run may be kept for long.</summary>
    public void Release()
    {
        Volatile.Write(ref tokenSource, null);
        scope = null;
        Activity = null;
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
