using System.Globalization;
using Agents.Soak;

// benchmarks/soak.sh [--minutes 60] [--docs docs]
//   mixed load for so long, and then a look at what is left; with --docs also written to soak.md and plots in a folder.
//   0 if all verdicts hold.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (!double.TryParse(Option("--minutes") ?? "60", NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) || minutes < 1)
{
    Console.Error.WriteLine("Options: [--minutes number, 1 or more] [--docs folder].");
    return 2;
}

var report = await Soak.RunAsync(TimeSpan.FromMinutes(minutes));
Console.WriteLine();
foreach (var (kind, count) in report.Jobs)
    Console.WriteLine($"{kind.Host,-8} {kind.Job,-20} {count,12:N0}");
Console.WriteLine();
foreach (var verdict in report.Verdicts)
    Console.WriteLine(verdict);
if (Option("--docs") is { } docs)
    SoakPage.Write(docs, report);
return report.Holds ? 0 : 1;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
