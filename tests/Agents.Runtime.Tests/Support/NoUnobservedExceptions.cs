using System.Collections.Concurrent;

[assembly: AssemblyFixture(typeof(Agents.Runtime.Tests.NoUnobservedExceptions))]

namespace Agents.Runtime.Tests;

/// <summary>Fails the whole pass if any test left a failed task that nobody looked at.</summary>
public sealed class NoUnobservedExceptions : IDisposable
{
    private readonly ConcurrentQueue<Exception> found = new();

    public NoUnobservedExceptions()
    {
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    public void Dispose()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        if (!found.IsEmpty)
            throw new AggregateException("Tasks failed and nobody looked.", found);
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => found.Enqueue(e.Exception);
}
