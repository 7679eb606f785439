namespace Agents.Runtime;

internal abstract partial class InvocationAttempt
{
    /// <summary>Calls the node once the interceptor lets it.</summary>
    private async Task InvokeAfterAsync(Task before)
    {
        Exception? exception;
        try
        {
            await before;
            if (Invoke() is { } pending)
                await pending.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            exception = ReadReturn();
        }
        catch (Exception thrown)
        {
            exception = thrown;
        }

        Conclude(exception, GoOn.Elsewhere, out _);
    }
}
