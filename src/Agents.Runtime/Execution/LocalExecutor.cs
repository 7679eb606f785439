namespace Agents.Runtime;

/// <summary>Runs attempts and keeps nothing: what became of them it tells their run.</summary>
internal interface IExecutor
{
    /// <summary>Executes an attempt as soon as there is a slot for it; also goes on with one that waited at a gate.</summary>
    void Schedule(ISlotSeeker attempt);

    /// <summary>Schedules an attempt and those that are linked behind it.</summary>
    void ScheduleAll(InvocationAttempt? first);
}

/// <summary>Runs attempts on this process's thread pool.</summary>
internal sealed class LocalExecutor(WorkQueue? queue) : IExecutor
{
    /// <summary>How many attempts may follow each other on a thread before others get their turn.</summary>
    private const int MaxInARow = 64;

    /// <summary>Whether users' code runs in a context that its awaits come back to: that of a queue of a test.</summary>
    public bool HasContext => queue is not null;

    /// <summary>How the sources of tasks that users await are made; see <see cref="Complete"/>.</summary>
    public TaskCreationOptions SourceOptions =>
        queue is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None;

    /// <summary>Goes into the context, if there is one, before users' code is called.</summary>
    public void EnterContext()
    {
        if (queue is not null)
            SynchronizationContext.SetSynchronizationContext(queue.Context);
    }

    /// <summary>Completes a task that users await; what follows from it never runs within this call.</summary>
    public void Complete<T>(Action<T> complete, T state)
    {
        if (queue is null)
            complete(state);
        else
            Queue(complete, state);
    }

    /// <summary>A task that users await in place of one that completes within code of theirs; see <see cref="Complete"/>.</summary>
    public Task<T> HandOut<T>(Task<T> task)
    {
        if (queue is null)
            return task;
        var source = new TaskCompletionSource<T>(SourceOptions);
        task.ContinueWith(
            done => Complete(static it => it.source.SetFromTask(it.done), (source, done)),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return source.Task;
    }

    /// <inheritdoc cref="HandOut{T}(Task{T})"/>
    public Task HandOut(Task task)
    {
        if (queue is null)
            return task;
        var source = new TaskCompletionSource(SourceOptions);
        task.ContinueWith(
            done => Complete(static it => it.source.SetFromTask(it.done), (source, done)),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return source.Task;
    }

    public void Schedule(ISlotSeeker attempt)
    {
        if (Admit(attempt))
            Queue(attempt, preferLocal: true);
    }

    /// <summary>Has an item executed on another thread.</summary>
    public void Queue(IThreadPoolWorkItem item, bool preferLocal = false)
    {
        if (queue is null)
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal);
        else
            queue.Queue(item, preferLocal);
    }

    /// <summary>Has an action executed on another thread.</summary>
    public void Queue<T>(Action<T> action, T state) => Queue(new QueuedAction<T>(action, state));

    public void ScheduleAll(InvocationAttempt? first)
    {
        while (first is not null)
        {
            // Once scheduled, an attempt may be done before we look at it again.
            var next = first.NextInvocation();
            Schedule(first);
            first = next;
        }
    }

    /// <summary>
    /// Takes the slots that the attempt needs; or has it wait for one, and gives false: then it is executed later.
    /// </summary>
    public static bool Admit(ISlotSeeker attempt)
    {
        var passed = attempt.GatesPassed;
        var node = attempt.NodeInfo;
        if (passed == 0 && attempt is InvocationAttempt beginning)
            node.Agent.Host.Telemetry.AttemptReady(beginning);
        for (var gates = node.Gates; passed < gates.Length; passed++)
        {
            if (gates[passed].TryEnter())
                continue;
            // Counted before it enters: if it has to wait, another thread goes on from here.
            attempt.GatesPassed = passed + 1;
            if (!gates[passed].TryEnter(attempt))
                return false;
        }

        return true;
    }

    /// <summary>
    /// Whether an attempt may hand its slot on to the next on its thread: nobody else waits for it, and nothing in tests is to come between.
    /// </summary>
    public static bool MayHandOn(NodeInfo node) =>
        node.Gates is [{ Waiting: 0 }] && node.Agent.Host is { Interceptor: null, Executor.HasContext: false };

    /// <summary>Whether a node needs the same slot as another, and no more.</summary>
    public static bool NeedSame(NodeInfo node, NodeInfo other) => node.Gates is [var gate] && other.Gates is [var same] && gate == same;

    /// <summary>Gives back the slots of an attempt of a node that executes no more.</summary>
    public static void Release(NodeInfo node)
    {
        var gates = node.Gates;
        for (var index = gates.Length - 1; index >= 0; index--)
            gates[index].Exit();
    }

    /// <summary>Executes an attempt that has its slots, and those that follow from it.</summary>
    public void Run(InvocationAttempt attempt)
    {
        var context = ExecutionContext.Capture();
        for (var count = 1; ; count++)
        {
            // What has begun is not to wait in a queue.
            var next = attempt.Step(mayHandOn: count < MaxInARow, out var settles);
            // What a node's code was told, or put into async locals itself, is not for what comes next on this thread.
            if (context is not null)
                ExecutionContext.Restore(context);
            if (settles)
                attempt.Run.Settle(isLastAct: true);
            if (next is null)
                return;
            if (count == MaxInARow || queue is not null)
            {
                Queue(next);
                return;
            }

            attempt = next;
        }
    }

    private sealed class QueuedAction<T>(Action<T> action, T state) : IThreadPoolWorkItem
    {
        public void Execute() => action(state);
    }
}
