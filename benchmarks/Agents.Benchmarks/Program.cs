using Agents.Benchmarks;
using Agents.Benchmarks.Ratios;
using Agents.Benchmarks.Reports;
using Agents.Benchmarks.Scale;

// dotnet run -c Release --project benchmarks/Agents.Benchmarks -- <mode>
//   ratios [--json] [--only text]    what the runtime costs beside what anybody would write without it, in three minutes; each row is
//          [--together]              measured in a process of its own, or else all in one
//   floors                           what whole runs cost by hand, with no more than what is demanded of them
//   depth [arguments]                single operations by BenchmarkDotNet, with its arguments: depth --filter '*OneNode*' --job short
//   allocations [--accept]           the bytes of the same operations beside the table that is kept
//   types <text>                     of what types those bytes are, for the rows whose name has the text
//   journal                          what the journal alone stores and reads
//   scale [--most size]              how cost grows
//   report <docs>                    both, written to performance.md and plots in a folder
switch (args.FirstOrDefault())
{
    case "ratios":
        await Modes.RatiosAsync(args.Contains("--json"), Option("--only") ?? "", args.Contains("--together"));
        return 0;
    case Apart.Mode when args.Length > 1:
        await Modes.RowAsync(args[1]);
        return 0;
    case "allocations":
        return await Modes.AllocationsAsync(args.Contains("--accept"));
    case "types" when args.Length > 1:
        await Modes.TypesAsync(args[1]);
        return 0;
    case "floors":
        await Modes.FloorsAsync();
        return 0;
    case "depth":
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args[1..]);
        return 0;
    case "journal":
        await Modes.JournalAsync();
        return 0;
    case "scale":
        await Modes.ScaleAsync(long.Parse(Option("--most") ?? "10000000", System.Globalization.CultureInfo.InvariantCulture));
        return 0;
    case "report" when args.Length > 1:
        await Modes.ReportAsync(args[1]);
        return 0;
    default:
        Console.Error.WriteLine("Modes: ratios [--json] [--only text] [--together], floors, depth [arguments], allocations [--accept], types <text>, journal, scale [--most size], report <docs>.");
        return 1;
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : null;
