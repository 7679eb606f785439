using System.Diagnostics.CodeAnalysis;

namespace Agents.Runtime;

/// <summary>
/// A lock for what takes some steps and cannot wait: it costs half of what a <see cref="Lock"/> does. Nobody may enter it twice, wait for
/// anything in it, or run another's code. A field of this type is not to be copied.
/// </summary>
internal struct BriefLock()
{
    private SpinLock spin = new(enableThreadOwnerTracking: false);

    /// <summary>Enters the lock, until what it gives is disposed.</summary>
    [UnscopedRef]
    public Holder Enter()
    {
        var isHeld = false;
        spin.Enter(ref isHeld);
        return new Holder(ref spin);
    }

    /// <summary>Holds the lock.</summary>
    public readonly ref struct Holder
    {
        private readonly ref SpinLock spin;

        internal Holder(ref SpinLock spin) => this.spin = ref spin;

        /// <summary>Leaves the lock. To be called once.</summary>
        public void Dispose() => spin.Exit(useMemoryBarrier: false);
    }
}
