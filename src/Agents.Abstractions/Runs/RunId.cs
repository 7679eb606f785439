using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Agents;

/// <summary>
/// Identifies a run: 16 bytes. Ids of runs of their own are ordered by time, but for runs with a <see cref="RunOptions.Key"/>,
/// whose id is a hash of the key; the id of a child is a hash of what tells it from its parent's other children.
/// </summary>
public readonly struct RunId : IEquatable<RunId>, IComparable<RunId>, ISpanParsable<RunId>
{
    /// <summary>By chance, for each process: nobody can make ids, or keys, that meet in a hash table.</summary>
    private static readonly ulong HighSeed = MakeSeed();
    private static readonly ulong LowSeed = MakeSeed();

    private readonly ulong high;
    private readonly ulong low;

    /// <summary>Makes an id of its two halves.</summary>
    /// <param name="high">The first eight bytes, which order first.</param>
    /// <param name="low">The last eight bytes.</param>
    public RunId(ulong high, ulong low)
    {
        this.high = high;
        this.low = low;
    }

    /// <summary>The id of the run of its own with this key. A child with the key has another.</summary>
    /// <param name="key">The key, see <see cref="RunOptions.Key"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is empty.</exception>
    public static RunId FromKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
        return new RunId(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]));
    }

    /// <summary>Reads an id from its text.</summary>
    /// <param name="text">32 hexadecimal digits.</param>
    /// <exception cref="FormatException">The text is no run id.</exception>
    public static RunId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parse(text.AsSpan());
    }

    /// <summary>Reads an id from its text, if it is one.</summary>
    /// <param name="text">32 hexadecimal digits.</param>
    /// <param name="id">The id.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id) => TryParse(text.AsSpan(), out id);

    // No culture matters to an id, so what asks for one is out of the way.

    static RunId IParsable<RunId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static RunId ISpanParsable<RunId>.Parse(ReadOnlySpan<char> s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<RunId>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RunId result) =>
        TryParse(s.AsSpan(), out result);

    static bool ISpanParsable<RunId>.TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out RunId result) =>
        TryParse(s, out result);

    internal static bool TryParse(ReadOnlySpan<char> text, out RunId id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[16];
        if (text.Length != 32 || Convert.FromHexString(text, bytes, out _, out _) is not System.Buffers.OperationStatus.Done)
            return false;
        id = new RunId(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        return true;
    }

    private static RunId Parse(ReadOnlySpan<char> text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"'{text}' is no run id: 32 hexadecimal digits are expected.");

    /// <summary>Writes the 16 bytes of the id, in the order of its text.</summary>
    /// <param name="destination">Where to; what lies behind the 16 bytes is left alone.</param>
    /// <returns>False, with nothing written, if there is no room for them.</returns>
    public bool TryWriteBytes(Span<byte> destination)
    {
        if (destination.Length < 16)
            return false;
        BinaryPrimitives.WriteUInt64BigEndian(destination, high);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], low);
        return true;
    }

    /// <summary>The id as 32 lower-case hexadecimal digits.</summary>
    public override string ToString() => string.Create(32, this, static (text, id) =>
    {
        id.high.TryFormat(text, out _, "x16", null);
        id.low.TryFormat(text[16..], out _, "x16", null);
    });

    /// <inheritdoc/>
    public int CompareTo(RunId other) => high != other.high ? high.CompareTo(other.high) : low.CompareTo(other.low);

    /// <inheritdoc/>
    public bool Equals(RunId other) => high == other.high && low == other.low;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RunId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        (int)Fold(Fold(high ^ HighSeed, 0xA0761D6478BD642F) ^ low ^ LowSeed, 0xE7037ED1A0B428DB);

    /// <summary>The step of wyhash (Wang Yi), with its numbers: both halves of a product, so that each bit matters for all.</summary>
    private static ulong Fold(ulong left, ulong right) => Math.BigMul(left, right, out var bottom) ^ bottom;

    private static ulong MakeSeed() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Whether two ids are the same.</summary>
    public static bool operator ==(RunId left, RunId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    public static bool operator !=(RunId left, RunId right) => !left.Equals(right);

    /// <summary>Whether one id orders before the other.</summary>
    public static bool operator <(RunId left, RunId right) => left.CompareTo(right) < 0;

    /// <summary>Whether one id orders after the other.</summary>
    public static bool operator >(RunId left, RunId right) => left.CompareTo(right) > 0;

    /// <summary>Whether one id orders before the other or is the same.</summary>
    public static bool operator <=(RunId left, RunId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one id orders after the other or is the same.</summary>
    public static bool operator >=(RunId left, RunId right) => left.CompareTo(right) >= 0;
}
