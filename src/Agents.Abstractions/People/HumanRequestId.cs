using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Agents;

/// <summary>Identifies a question: its run, and its number in recorded order.</summary>
/// <param name="Run">The run.</param>
/// <param name="Number">The number: 1, 2, 3 … within the run.</param>
public readonly record struct HumanRequestId(RunId Run, int Number) : IParsable<HumanRequestId>
{
    /// <summary>The text <c>run~number</c>, which <see cref="Parse(string)"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run}~{Number}");

    /// <summary>Reads an id from its text.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    public static HumanRequestId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is no id of a question: 'run~number' is expected.");
    }

    // No culture matters to an id, so what asks for one is out of the way.

    static HumanRequestId IParsable<HumanRequestId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<HumanRequestId>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out HumanRequestId result) =>
        TryParse(s, out result);

    /// <summary>Reads an id from its text, if it is one.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="id">The id.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out HumanRequestId id)
    {
        id = default;
        if (text is null || text.IndexOf('~') is not (> 0 and var mark) ||
            !RunId.TryParse(text.AsSpan(0, mark), out var run) ||
            !int.TryParse(text.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ||
            number < 1)
        {
            return false;
        }

        id = new HumanRequestId(run, number);
        return true;
    }
}
