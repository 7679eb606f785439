using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Agents;

/// <summary>Identifies an invocation of a node: its run, and its ordinal in recorded order.</summary>
/// <param name="Run">The run.</param>
/// <param name="Ordinal">The ordinal: 1 for the entry, then in the order in which invocations were recorded.</param>
public readonly record struct InvocationId(RunId Run, int Ordinal) : IComparable<InvocationId>, IParsable<InvocationId>
{
    /// <summary>The text <c>run/ordinal</c>, which <see cref="Parse(string)"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}/{Ordinal}");

    /// <summary>Reads an id from its text.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <exception cref="FormatException">The text is no invocation id.</exception>
    public static InvocationId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is no invocation id: 'run/ordinal' is expected.");
    }

    // No culture matters to an id, so what asks for one is out of the way.

    static InvocationId IParsable<InvocationId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<InvocationId>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out InvocationId result) =>
        TryParse(s, out result);

    /// <summary>Reads an id from its text, if it is one.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="id">The id.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out InvocationId id)
    {
        id = default;
        if (text is null || text.IndexOf('/') is not (> 0 and var slash) ||
            !RunId.TryParse(text.AsSpan(0, slash), out var run) ||
            !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ||
            ordinal < 1)
        {
            return false;
        }

        id = new InvocationId(run, ordinal);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(InvocationId other) =>
        Run == other.Run ? Ordinal.CompareTo(other.Ordinal) : Run.CompareTo(other.Run);

    /// <summary>Whether one id orders before the other.</summary>
    public static bool operator <(InvocationId left, InvocationId right) => left.CompareTo(right) < 0;

    /// <summary>Whether one id orders after the other.</summary>
    public static bool operator >(InvocationId left, InvocationId right) => left.CompareTo(right) > 0;

    /// <summary>Whether one id orders before the other or is the same.</summary>
    public static bool operator <=(InvocationId left, InvocationId right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one id orders after the other or is the same.</summary>
    public static bool operator >=(InvocationId left, InvocationId right) => left.CompareTo(right) >= 0;
}
