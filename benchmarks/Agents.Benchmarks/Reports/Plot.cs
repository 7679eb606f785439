using System.Globalization;
using System.Text;

namespace Agents.Benchmarks.Reports;

/// <summary>A plot as SVG: two lines over an axis, each with a scale of its own.</summary>
internal static class Plot
{
    private const int Width = 640;
    private const int Height = 280;
    private const int Left = 70;
    private const int Right = 70;
    private const int Top = 30;
    private const int Bottom = 40;

    public static string Of(Chart chart)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">""");
        text.AppendLine(CultureInfo.InvariantCulture, $"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="18" fill="#1f77b4">{chart.Left.Label}</text>""");
        text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Width - Right}" y="18" fill="#d62728" text-anchor="end">{chart.Right.Label}</text>""");
        text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Width / 2}" y="{Height - 4}" text-anchor="middle">{chart.Name}</text>""");
        foreach (var mark in chart.Marks)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{X(chart, mark):0.#}" y1="{Top}" x2="{X(chart, mark):0.#}" y2="{Height - Bottom}" stroke="#eee"/>""");
            text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(chart, mark):0.#}" y="{Height - Bottom + 16}" text-anchor="middle" fill="#555">{mark:N0}</text>""");
        }

        Line(text, chart, chart.Left, "#1f77b4", Left - 6, "end");
        Line(text, chart, chart.Right, "#d62728", Width - Right + 6, "start");
        return text.AppendLine("</svg>").ToString();
    }

    private static void Line(StringBuilder text, Chart chart, Curve curve, string color, int labels, string anchor)
    {
        // From zero, so that what is flat looks flat.
        var most = Math.Max(curve.Values.Max() * 1.15, double.Epsilon);
        var points = chart.At.Zip(curve.Values, (at, value) => string.Create(CultureInfo.InvariantCulture, $"{X(chart, at):0.#},{Y(value, most):0.#}"));
        text.AppendLine(CultureInfo.InvariantCulture, $"""<polyline fill="none" stroke="{color}" stroke-width="2" points="{string.Join(' ', points)}"/>""");
        foreach (var tick in new[] { 0, 0.5, 1 })
            text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{labels}" y="{Y(most * tick, most) + 4:0.#}" fill="{color}" text-anchor="{anchor}">{most * tick:N0}</text>""");
    }

    private static double X(Chart chart, double at)
    {
        var (first, last, place) = chart.IsLogarithmic
            ? (Math.Log10(chart.At[0]), Math.Log10(chart.At[^1]), Math.Log10(at))
            : (chart.At[0], chart.At[^1], at);
        return Left + ((Width - Left - Right) * (last > first ? (place - first) / (last - first) : 0.5));
    }

    private static double Y(double value, double most) => Height - Bottom - ((Height - Top - Bottom) * value / most);
}
