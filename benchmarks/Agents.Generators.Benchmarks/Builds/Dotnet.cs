using System.Diagnostics;

namespace Agents.Generators.Benchmarks.Builds;

/// <summary>Runs the command line.</summary>
internal static class Dotnet
{
    /// <summary>Runs <c>dotnet</c> in a folder, with no server and no node of a build before; gives its output and how long it took.</summary>
    public static async Task<(string Output, TimeSpan Time)> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        // Whoever runs this program by "dotnet run" hands down what belongs to that build.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (output, Stopwatch.GetElapsedTime(begin))
            : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} fails:\n{output}");
    }
}
