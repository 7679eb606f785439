using System.Diagnostics;
using System.Text.Json;

namespace Agents.Benchmarks.Ratios;

/// <summary>
/// Measures a row in a process of its own, as BenchmarkDotNet does: the JIT compiles code by what ran first, and the heap has the size
/// that it had to have, so that in one process a row depends on those before it.
/// </summary>
internal static class Apart
{
    /// <summary>The mode of this program that measures one row, and prints its result as JSON.</summary>
    public const string Mode = "row";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<Result> MeasureAsync(string row)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(Apart).Assembly.Location);
        start.ArgumentList.Add(Mode);
        start.ArgumentList.Add(row);
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && JsonSerializer.Deserialize<Result>(text, Json) is { } result
            ? result
            : throw new InvalidOperationException($"The process that was to measure '{row}' ended with {process.ExitCode}, and printed: {text}");
    }
}
