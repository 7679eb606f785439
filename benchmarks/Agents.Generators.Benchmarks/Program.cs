using System.Runtime.InteropServices;
using Agents.Generators.Benchmarks;
using Agents.Generators.Benchmarks.Builds;

// What to measure (generator, analyzers, build; by default all), and the page that is to have the tables: --write PAGE.
var page = args is [.., "--write", var path] ? path : null;
var parts = args.TakeWhile(argument => argument != "--write").ToArray();
int[] counts = [1, 50, 500];

var tables = new List<Table>();
if (Wants("generator"))
    tables.Add(await GeneratorCosts.MeasureAsync(counts));
if (Wants("analyzers"))
    tables.Add(await AnalyzerCosts.MeasureAsync(counts));
if (Wants("build"))
    tables.AddRange(await BuildCosts.MeasureAsync());

var machine = new Table("machine", "Measured on", "");
machine.Add("Processor cores", $"{Environment.ProcessorCount}");
machine.Add("System", $"{(OperatingSystem.IsWindows() ? "Windows" : OperatingSystem.IsMacOS() ? "macOS" : "Linux")}, {RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}");
machine.Add("Runtime", RuntimeInformation.FrameworkDescription);
tables.Add(machine);

Console.WriteLine(string.Join('\n', tables));
if (page is not null)
    File.WriteAllText(page, tables.Aggregate(File.ReadAllText(page).ReplaceLineEndings("\n"), (text, table) => table.WriteTo(text)));

bool Wants(string part) => parts.Length == 0 || parts.Contains(part);
