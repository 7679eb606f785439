using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Agents.Sqlite;

/// <summary>
/// Events of one run that were stored by one batch, in a row of the table: each with its length before it, and a checksum over all.
/// </summary>
internal sealed class Segment(long run, long first)
{
    private readonly ArrayBufferWriter<byte> data = new();

    /// <summary>The number of the run's row.</summary>
    public long Run => run;

    /// <summary>The position of the first event.</summary>
    public long First => first;

    public int Count { get; private set; }

    public byte[] ToArray() => data.WrittenSpan.ToArray();

    public void Add(ReadOnlySpan<byte> stored)
    {
        var target = data.GetSpan(5 + stored.Length);
        var length = 0;
        var left = (uint)stored.Length;
        for (; left >= 0x80; left >>= 7)
            target[length++] = (byte)(left | 0x80);
        target[length++] = (byte)left;
        stored.CopyTo(target[length..]);
        data.Advance(length + stored.Length);
        Count++;
    }

    /// <summary>Takes events out of a row.</summary>
    /// <exception cref="FormatException">The row is not what was stored.</exception>
    public static List<ReadOnlyMemory<byte>> Read(byte[] row, int count, uint checksum)
    {
        if (ChecksumOf(row) != checksum)
            throw new FormatException("its checksum is wrong.");
        var events = new List<ReadOnlyMemory<byte>>(count);
        var at = 0;
        while (at < row.Length && events.Count < count)
        {
            var length = 0;
            var shift = 0;
            while (row[at] >= 0x80)
            {
                length |= (row[at++] & 0x7F) << shift;
                shift += 7;
            }

            length |= row[at++] << shift;
            events.Add(row.AsMemory(at, length));
            at += length;
        }

        return at == row.Length && events.Count == count
            ? events
            : throw new FormatException($"{count} events were stored, but the row holds {events.Count}.");
    }

    /// <summary>CRC-32C.</summary>
    public static uint ChecksumOf(ReadOnlySpan<byte> row)
    {
        var crc = uint.MaxValue;
        foreach (var eight in MemoryMarshal.Cast<byte, ulong>(row))
            crc = BitOperations.Crc32C(crc, eight);
        foreach (var one in row[(row.Length & ~7)..])
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
