namespace Agents.Soak;

/// <summary>Jobs that went wrong: all are counted, the first are printed.</summary>
internal sealed class Complaints
{
    private const int Printed = 20;
    private int count;

    public int Count => Volatile.Read(ref count);

    public void Add(string job, Exception exception)
    {
        if (Interlocked.Increment(ref count) <= Printed)
            Console.WriteLine($"WRONG {job}: {exception}");
    }
}
