using Agents;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace StreamingPatterns;

public sealed record CopyProgress(int Done, int Total, string File);

[AgentModule]
public sealed partial class Backup
{
    #region node
    [Node]
    public async Task<int> Copy(string[] files, ChunkWriter<CopyProgress> progress, CancellationToken cancellationToken)
    {
        for (var i = 0; i < files.Length; i++)
        {
            await Task.Delay(250, cancellationToken);   // the copying
            await progress.WriteAsync(new CopyProgress(i + 1, files.Length, files[i]), cancellationToken);
        }

        return files.Length;
    }
    #endregion
}

internal static class ProgressScene
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddAgents().AddBackup().Services.BuildServiceProvider();
        var backup = services.GetRequiredService<BackupClient>();
        string[] files = ["notes.md", "photos.zip", "mail.db", "music.tar", "letters.txt", "taxes.ods", "maps.bin", "keys.asc"];
        var run = await backup.StartAsync(files);

        var shown = await AnsiConsole.Progress().StartAsync(async bars =>
        {
            #region watch
            var bar = bars.AddTask("Backup", maxValue: files.Length);
            await foreach (var step in run.Copy.StreamAsync())
            {
                bar.Description = Markup.Escape(step.File);
                bar.Value = step.Done;
            }
            #endregion

            bar.Description = "Backup";
            return bar.Value;
        });

        var copied = await run.GetResultAsync();
        Console.WriteLine($"{copied} files copied.");
        Scene.Check(copied == files.Length && shown == files.Length, "a full bar");
    }
}
