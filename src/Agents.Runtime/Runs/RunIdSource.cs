using System.Buffers.Binary;

namespace Agents.Runtime;

/// <summary>
/// Makes run ids: 48 bits of time in milliseconds, 16 bits that count, 64 random bits, taken from the system in blocks
/// because one by one they would cost more than a run.
/// </summary>
internal sealed class RunIdSource(RandomSource random)
{
    private readonly byte[] block = new byte[4096];
    private int used = 4096;
    private BriefLock sync = new();
    private ulong last;

    /// <param name="ticks">The time, UTC.</param>
    public RunId Next(long ticks)
    {
        var time = (ulong)((ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond) << 16;
        using (sync.Enter())
        {
            if (used == block.Length)
            {
                random.Fill(block);
                used = 0;
            }

            last = Math.Max(time, last + 1);
            var low = BinaryPrimitives.ReadUInt64LittleEndian(block.AsSpan(used));
            used += sizeof(ulong);
            return new RunId(last, low);
        }
    }
}
