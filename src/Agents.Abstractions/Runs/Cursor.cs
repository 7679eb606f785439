using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Agents;

/// <summary>
/// A place in a run's log that a reader resumes after: it has seen everything up to there. Where the run's children were read
/// too, it is a place in the log of each. Opaque; its text can be stored or sent (it is fit for the id of a server-sent event)
/// and is read back by <see cref="Parse"/>.
/// </summary>
public readonly struct Cursor : IEquatable<Cursor>
{
    /// <summary>The positions in the runs below, if there are any.</summary>
    private readonly ImmutableSortedDictionary<RunId, long>? below;

    /// <summary>Makes a cursor. Meant for runtimes; users take cursors from what they have read.</summary>
    /// <param name="run">The run.</param>
    /// <param name="position">The position of the last event seen; 0 for none.</param>
    public Cursor(RunId run, long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        Run = run;
        Position = position;
    }

    /// <summary>Makes a cursor of a run and those below it. Meant for runtimes; users take cursors from what they have read.</summary>
    /// <param name="run">The run.</param>
    /// <param name="position">The position of the run's last event seen; 0 for none.</param>
    /// <param name="below">The positions of the last events seen of the runs below, without those of which none was seen.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Cursor(RunId run, long position, ImmutableSortedDictionary<RunId, long> below)
        : this(run, position)
    {
        ArgumentNullException.ThrowIfNull(below);
        this.below = below.IsEmpty ? null : below;
    }

    /// <summary>The run whose log this is a place in.</summary>
    public RunId Run { get; }

    /// <summary>The position of the last event seen.</summary>
    internal long Position { get; }

    /// <summary>The position of the last event seen. Meant for runtimes: to users a cursor is opaque.</summary>
    /// <param name="cursor">The cursor.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static long GetPosition(Cursor cursor) => cursor.Position;

    /// <summary>The positions of the last events seen of the runs below. Meant for runtimes: to users a cursor is opaque.</summary>
    /// <param name="cursor">The cursor.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ImmutableSortedDictionary<RunId, long> GetPositionsBelow(Cursor cursor) =>
        cursor.below ?? ImmutableSortedDictionary<RunId, long>.Empty;

    /// <summary>The text that <see cref="Parse"/> reads: printable, without blanks.</summary>
    public override string ToString()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Run}:{Position}");
        return below is null
            ? text
            : string.Join(',', below.Select(static place => string.Create(CultureInfo.InvariantCulture, $"{place.Key}:{place.Value}")).Prepend(text));
    }

    /// <summary>Reads a cursor from its text.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <exception cref="FormatException">The text is no cursor.</exception>
    public static Cursor Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var cursor)
            ? cursor
            : throw new FormatException($"'{text}' is no cursor. Use the text that Cursor.ToString() gave, unchanged.");
    }

    /// <summary>Reads a cursor from its text, if it is one.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="cursor">The cursor.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out Cursor cursor)
    {
        cursor = default;
        var places = text.AsSpan().Split(',');
        if (!places.MoveNext() || !TryParsePlace(text.AsSpan(places.Current), out var run, out var position))
            return false;
        var below = ImmutableSortedDictionary.CreateBuilder<RunId, long>();
        while (places.MoveNext())
        {
            if (!TryParsePlace(text.AsSpan(places.Current), out var child, out var seen) || seen == 0 || child == run || !below.TryAdd(child, seen))
                return false;
        }

        cursor = new Cursor(run, position, below.ToImmutable());
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Cursor other) =>
        Run == other.Run && Position == other.Position && (below == other.below || GetPositionsBelow(this).SequenceEqual(GetPositionsBelow(other)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Cursor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Run, Position, below?.Count);

    /// <summary>Whether two cursors are the same place.</summary>
    public static bool operator ==(Cursor left, Cursor right) => left.Equals(right);

    /// <summary>Whether two cursors are different places.</summary>
    public static bool operator !=(Cursor left, Cursor right) => !left.Equals(right);

    private static bool TryParsePlace(ReadOnlySpan<char> text, out RunId run, out long position)
    {
        run = default;
        position = 0;
        return text.IndexOf(':') is > 0 and var colon &&
            RunId.TryParse(text[..colon], out run) &&
            long.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out position);
    }
}
