using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace Agents.Sqlite;

/// <summary>Events of a run that were stored at once, in one row: each behind its length, four bytes.</summary>
internal static class Segment
{
    public static void Add(ArrayBufferWriter<byte> segment, ReadOnlySpan<byte> data)
    {
        BinaryPrimitives.WriteInt32LittleEndian(segment.GetSpan(4), data.Length);
        segment.Advance(4);
        segment.Write(data);
    }

    /// <summary>Takes the next event off a segment; false if it has none that is whole.</summary>
    public static bool TryTake(ref ReadOnlyMemory<byte> segment, out ReadOnlyMemory<byte> data)
    {
        data = default;
        if (!BinaryPrimitives.TryReadInt32LittleEndian(segment.Span, out var length) || length < 0 || length > segment.Length - 4)
            return false;
        data = segment.Slice(4, length);
        segment = segment[(4 + length)..];
        return true;
    }

    /// <summary>The check sum of a row: of its data and of where it belongs.</summary>
    public static uint Crc(long run, long first, long count, ReadOnlySpan<byte> data)
    {
        var crc = BitOperations.Crc32C(BitOperations.Crc32C(BitOperations.Crc32C(~0u, (ulong)run), (ulong)first), (ulong)count);
        for (; data.Length >= 8; data = data[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
