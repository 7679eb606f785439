using System.Diagnostics;

namespace Agents.Crash;

/// <summary>A worker from its start to its kill.</summary>
internal sealed class Life : IDisposable
{
    private readonly Process process;
    private readonly Action<string> hear;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task listening;
    private readonly Task<string> errors;

    public Life(WorkerOptions options, Action<string> hear)
    {
        this.hear = hear;
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Agents.Crash.dll"));
        foreach (var arg in options.ToArgs())
            start.ArgumentList.Add(arg);
        process = Process.Start(start)!;
        listening = ListenAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Completes when the worker's host has started, or the worker has ended.</summary>
    public Task WhenReady => ready.Task;

    /// <summary>Completes when all that the worker has said is heard.</summary>
    public Task WhenEnded => listening;

    /// <summary>Kills the worker, by a signal that it cannot see.</summary>
    public void Kill() => process.Kill();

    /// <summary>What it wrote where errors go.</summary>
    public async Task<string> GetErrorsAsync() => (await errors).Trim();

    public void Dispose() => process.Dispose();

    private async Task ListenAsync()
    {
        // By lines that are whole: one that was cut off was not said.
        var rest = "";
        var buffer = new char[65_536];
        while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            var lines = (rest + new string(buffer, 0, count)).Split('\n');
            rest = lines[^1];
            foreach (var line in lines[..^1])
            {
                if (line == Protocol.Ready)
                    ready.TrySetResult();
                else
                    hear(line);
            }
        }

        await process.WaitForExitAsync();
        ready.TrySetResult();
    }
}
