namespace Agents.Soak;

/// <summary>What a job says of its own result.</summary>
internal static class Check
{
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new WrongResultException($"{what}: {actual} instead of {expected}.");
    }

    public static async Task<TException> ThrowsAsync<TException>(Task task, string what)
        where TException : Exception
    {
        try
        {
            await task;
        }
        catch (TException exception)
        {
            return exception;
        }

        throw new WrongResultException($"{what}: no {typeof(TException).Name}.");
    }
}

/// <summary>A job has found something wrong.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
