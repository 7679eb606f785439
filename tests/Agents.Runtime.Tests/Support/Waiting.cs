using System.Runtime.CompilerServices;

namespace Agents.Runtime.Tests;

/// <summary>Waits that fail with a clear message instead of hanging. The time is a safety net: nothing is measured by it.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static async Task Soon(this Task task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        try
        {
            await task.WaitAsync(Patience);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"Waited in vain for {what}.");
        }
    }

    public static async Task<T> Soon<T>(this Task<T> task, [CallerArgumentExpression(nameof(task))] string? what = null)
    {
        await Soon((Task)task, what);
        return await task;
    }

    public static Task<T> Soon<T>(this ValueTask<T> task, [CallerArgumentExpression(nameof(task))] string? what = null) =>
        Soon(task.AsTask(), what);

    public static Task Soon(this ValueTask task, [CallerArgumentExpression(nameof(task))] string? what = null) =>
        Soon(task.AsTask(), what);

    /// <summary>Reads a sequence to its end.</summary>
    public static async Task<List<T>> ToListSoon<T>(this IAsyncEnumerable<T> source)
    {
        var read = new List<T>();
        await using var probe = new Probe<T>(source);
        while (await probe.MoveNextAsync())
            read.Add(probe.Current);
        return read;
    }

    /// <summary>Reads a sequence to its end or failure.</summary>
    public static async Task<(List<T> Read, Exception? Thrown)> ReadToEndSoon<T>(this IAsyncEnumerable<T> source)
    {
        var read = new List<T>();
        await using var probe = new Probe<T>(source);
        try
        {
            while (await probe.MoveNextAsync())
                read.Add(probe.Current);
        }
        catch (Exception exception) when (exception is AgentException or OperationCanceledException or ArgumentException or InvalidOperationException)
        {
            return (read, exception);
        }

        return (read, null);
    }

    /// <summary>Waits for an event of a run.</summary>
    public static async Task<TEvent> EventSoon<TEvent>(this AgentRun run, Func<TEvent, bool>? wanted = null)
        where TEvent : RunEvent
    {
        await using var probe = new Probe<RunEvent>(run.ReadEventsAsync());
        while (await probe.MoveNextAsync())
        {
            if (probe.Current is TEvent found && (wanted?.Invoke(found) ?? true))
                return found;
        }

        throw new InvalidOperationException($"The run ended without {typeof(TEvent).Name}.");
    }

    public static Task<List<RunEvent>> EventsSoon(this AgentRun run) => run.ReadEventsAsync().ToListSoon();
}

/// <summary>An enumeration that a test takes step by step.</summary>
internal sealed class Probe<T>(IAsyncEnumerable<T> source, CancellationToken cancellationToken = default) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<T> enumerator = source.GetAsyncEnumerator(cancellationToken);

    public T Current => enumerator.Current;

    /// <summary>The next step, which the test may look at while it is pending.</summary>
    public async Task<bool> Move() => await enumerator.MoveNextAsync();

    public Task<bool> MoveNextAsync() => Move().Soon($"the next {typeof(T).Name} or the end");

    public async Task<T> NextAsync()
    {
        Assert.True(await MoveNextAsync(), "The sequence has ended.");
        return Current;
    }

    public async Task AssertEndAsync() => Assert.False(await MoveNextAsync(), "The sequence goes on.");

    public ValueTask DisposeAsync() => enumerator.DisposeAsync();
}

/// <summary>Something that happens once, to be waited for.</summary>
internal sealed class Signal
{
    private readonly TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsSet => source.Task.IsCompleted;

    public Task Task => source.Task;

    public void Set() => source.TrySetResult();

    public Task WaitAsync(string what = "a signal") => source.Task.Soon(what);

    /// <summary>Waits within a node: until set, or until the token fires.</summary>
    public Task OrCanceledAsync(CancellationToken cancellationToken) => source.Task.WaitAsync(cancellationToken);
}

/// <summary>Keeps what a callback is given, and waits for it.</summary>
internal sealed class Recorder<T>
{
    private readonly Lock sync = new();
    private readonly List<T> seen = [];
    private readonly List<(Func<T, bool> Wanted, TaskCompletionSource<T> Found)> waiting = [];

    public IReadOnlyList<T> Seen
    {
        get
        {
            lock (sync)
                return [.. seen];
        }
    }

    public void Add(T item)
    {
        lock (sync)
        {
            seen.Add(item);
            foreach (var waiter in waiting)
            {
                if (waiter.Wanted(item))
                    waiter.Found.TrySetResult(item);
            }
        }
    }

    public Task<T> UntilAsync(Func<T, bool> wanted, [CallerArgumentExpression(nameof(wanted))] string? what = null)
    {
        lock (sync)
        {
            foreach (var item in seen)
            {
                if (wanted(item))
                    return Task.FromResult(item);
            }

            var found = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((wanted, found));
            return found.Task.Soon(what);
        }
    }
}
