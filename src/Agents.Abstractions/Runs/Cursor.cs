using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Agents;

/// <summary>
/// A place in a run's log that a reader resumes after: it has seen everything up to there. Opaque; its text can be stored
/// or sent (it is fit for the id of a server-sent event) and is read back by <see cref="Parse"/>.
/// </summary>
public readonly struct Cursor : IEquatable<Cursor>
{
    /// <summary>Makes a cursor. Meant for runtimes; users take cursors from what they have read.</summary>
    /// <param name="run">The run.</param>
    /// <param name="position">The position of the last event seen; 0 for none.</param>
    public Cursor(RunId run, long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        Run = run;
        Position = position;
    }

    /// <summary>The run whose log this is a place in.</summary>
    public RunId Run { get; }

    /// <summary>The position of the last event seen.</summary>
    internal long Position { get; }

    /// <summary>The position of the last event seen. Meant for runtimes: to users a cursor is opaque.</summary>
    /// <param name="cursor">The cursor.</param>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static long GetPosition(Cursor cursor) => cursor.Position;

    /// <summary>The text that <see cref="Parse"/> reads: printable, without blanks.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}:{Position}");

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
        if (text is null || text.IndexOf(':') is not (> 0 and var colon) ||
            !RunId.TryParse(text.AsSpan(0, colon), out var run) ||
            !long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return false;
        }

        cursor = new Cursor(run, position);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Cursor other) => Run == other.Run && Position == other.Position;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Cursor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Run, Position);

    /// <summary>Whether two cursors are the same place.</summary>
    public static bool operator ==(Cursor left, Cursor right) => left.Equals(right);

    /// <summary>Whether two cursors are different places.</summary>
    public static bool operator !=(Cursor left, Cursor right) => !left.Equals(right);
}
