using System.Globalization;
using System.Text;
using Agents.Benchmarks.Scale;

namespace Agents.Benchmarks.Reports;

/// <summary>A plot as SVG: two lines over a logarithmic axis, each with a scale of its own.</summary>
internal static class Plot
{
    private const int Width = 640;
    private const int Height = 280;
    private const int Left = 70;
    private const int Right = 70;
    private const int Top = 30;
    private const int Bottom = 40;

    public static string Of(Series series)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {Height}" font-family="sans-serif" font-size="12">""");
        text.AppendLine(CultureInfo.InvariantCulture, $"""<rect width="{Width}" height="{Height}" fill="white"/>""");
        text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left}" y="18" fill="#1f77b4">ns, one {series.Unit}</text>""");
        text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Width - Right}" y="18" fill="#d62728" text-anchor="end">bytes {series.Bytes}</text>""");
        text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Width / 2}" y="{Height - 4}" text-anchor="middle">{series.Name}</text>""");
        foreach (var point in series.Points)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{X(series, point):0.#}" y1="{Top}" x2="{X(series, point):0.#}" y2="{Height - Bottom}" stroke="#eee"/>""");
            text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{X(series, point):0.#}" y="{Height - Bottom + 16}" text-anchor="middle" fill="#555">{point.Size:N0}</text>""");
        }

        Line(text, series, static point => point.Nanoseconds, "#1f77b4", Left - 6, "end");
        Line(text, series, static point => point.Bytes, "#d62728", Width - Right + 6, "start");
        return text.AppendLine("</svg>").ToString();
    }

    private static void Line(StringBuilder text, Series series, Func<Point, double> value, string color, int labels, string anchor)
    {
        // From zero, so that what is flat looks flat.
        var most = Math.Max(series.Points.Max(value) * 1.15, double.Epsilon);
        var points = series.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(series, point):0.#},{Y(value(point), most):0.#}"));
        text.AppendLine(CultureInfo.InvariantCulture, $"""<polyline fill="none" stroke="{color}" stroke-width="2" points="{string.Join(' ', points)}"/>""");
        foreach (var tick in new[] { 0, 0.5, 1 })
            text.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{labels}" y="{Y(most * tick, most) + 4:0.#}" fill="{color}" text-anchor="{anchor}">{most * tick:N0}</text>""");
    }

    private static double X(Series series, Point point)
    {
        var (first, last) = (Math.Log10(series.Points[0].Size), Math.Log10(series.Points[^1].Size));
        return Left + ((Width - Left - Right) * (last > first ? (Math.Log10(point.Size) - first) / (last - first) : 0.5));
    }

    private static double Y(double value, double most) => Height - Bottom - ((Height - Top - Bottom) * value / most);
}
