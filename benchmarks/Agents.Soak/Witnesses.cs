namespace Agents.Soak;

/// <summary>
/// Weak references to some of what was handed out (handles, streams, inputs, chunks, requests), among them the first and the last: what
/// of it is still there at the end is held by something that should have let go.
/// </summary>
internal sealed class Witnesses
{
    private const int First = 200;
    private readonly WeakReference?[] references = new WeakReference?[1_000];
    private readonly int every;
    private long seen;
    private long taken;

    /// <param name="every">One of how many is watched.</param>
    public Witnesses(int every) => this.every = every;

    public long Watched => Volatile.Read(ref taken);

    public IEnumerable<object> Alive => references.Select(static reference => reference?.Target).OfType<object>();

    public T Watch<T>(T thing)
        where T : class
    {
        if (Interlocked.Increment(ref seen) % every == 0)
        {
            var number = Interlocked.Increment(ref taken) - 1;
            references[number < First ? number : First + (number % (references.Length - First))] = new WeakReference(thing);
        }

        return thing;
    }
}
