using System.Diagnostics;

namespace Agents.Docs.Tests;

/// <summary>The samples do what the README says.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task StreamingAgent_prints_ten_chunks_in_order_then_the_result()
    {
        var (exitCode, output, error) = await RunAsync("StreamingAgent");
        Assert.Equal(
            """
            Starting streaming agent with items: task-1, task-2, task-3, task-4, task-5

            --- Streaming Updates ---
            Progress: 1/5 (20%) - Processing: task-1
            Completed: task-1 -> Processed: task-1
            Progress: 2/5 (40%) - Processing: task-2
            Completed: task-2 -> Processed: task-2
            Progress: 3/5 (60%) - Processing: task-3
            Completed: task-3 -> Processed: task-3
            Progress: 4/5 (80%) - Processing: task-4
            Completed: task-4 -> Processed: task-4
            Progress: 5/5 (100%) - Processing: task-5
            Completed: task-5 -> Processed: task-5

            --- Final Result ---
            Status: completed
            Total processed: 5

            """.ReplaceLineEndings("\n"),
            output);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task StreamingPatterns_lists_its_scenes()
    {
        var (exitCode, output, error) = await RunAsync("StreamingPatterns");
        foreach (var scene in new[] { "progress", "intermediate", "notifications", "errors", "retry", "parallel", "background", "cancel" })
            Assert.Contains($"\n  {scene} ", output, StringComparison.Ordinal);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task StreamingPatterns_refuses_an_unknown_scene()
    {
        var (exitCode, output, error) = await RunAsync("StreamingPatterns", "dance");
        Assert.Contains("There is no scene 'dance'.", error, StringComparison.Ordinal);
        Assert.Equal("", output);
        Assert.Equal(2, exitCode);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string sample, params string[] arguments)
    {
        var assembly = Repository.SampleOf(sample);
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { assembly },
            WorkingDirectory = Path.GetDirectoryName(assembly)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var token = TestContext.Current.CancellationToken;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(token);
            var error = process.StandardError.ReadToEndAsync(token);
            await process.WaitForExitAsync(token).WaitAsync(TimeSpan.FromMinutes(1), token);
            return (process.ExitCode, (await output).ReplaceLineEndings("\n"), await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
