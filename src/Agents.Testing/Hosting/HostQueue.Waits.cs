namespace Agents.Testing;

/// <summary>What is waited for: the end of a test's code, a time, rest.</summary>
internal sealed partial class HostQueue
{
    /// <summary>Somebody who waits for the host.</summary>
    private abstract class Wait
    {
        protected TaskCompletionSource Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => Source.Task;

        /// <summary>Ends the wait if it is over. Nothing is ready.</summary>
        public abstract bool TryEnd(TimeSpan? next, long now);

        /// <summary>Ends the wait, for the host has been given up.</summary>
        public virtual void Fail(AgentTestStuckException exception) => Source.TrySetException(exception);
    }

    private sealed class BodyWait : Wait
    {
        private Exception? thrown;
        private bool isDone;

        public async Task ExecuteAsync(Func<Task> body)
        {
            try
            {
                await body();
            }
            catch (Exception exception)
            {
                thrown = exception;
            }

            isDone = true;
        }

        public override bool TryEnd(TimeSpan? next, long now)
        {
            if (!isDone)
                return false;
            if (thrown is null)
                Source.TrySetResult();
            else
                Source.TrySetException(thrown);
            return true;
        }

        /// <summary>What the code has thrown comes first: that the host did not come to rest may well follow from it.</summary>
        public override void Fail(AgentTestStuckException exception) => Source.TrySetException(thrown ?? exception);
    }

    private sealed class AdvanceWait(long until) : Wait
    {
        public long Until => until;

        public override bool TryEnd(TimeSpan? next, long now)
        {
            if (now < until || next == TimeSpan.Zero)
                return false;
            Source.TrySetResult();
            return true;
        }
    }

    private sealed class RestWait(Func<bool>? isDone) : Wait
    {
        public override bool TryEnd(TimeSpan? next, long now)
        {
            // What is to be done and is not may be on its way from a thread that is not the host's: that takes patience.
            if (isDone?.Invoke() is false || (isDone is null && next is not null))
                return false;
            EndAnyway();
            return true;
        }

        /// <summary>Patience is over.</summary>
        public void EndAnyway() => Source.TrySetResult();
    }
}
