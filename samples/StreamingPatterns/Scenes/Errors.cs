using System.Globalization;
using Agents;
using Microsoft.Extensions.DependencyInjection;

namespace StreamingPatterns;

public sealed record ImportSummary(int Imported, int Rejected);

[ChunkUnion]
public abstract partial record ImportChunk
{
    public sealed record Imported(int Line, decimal Amount) : ImportChunk;
    public sealed record Rejected(int Line, string Reason) : ImportChunk;
}

[AgentModule]
public sealed partial class Importer
{
    #region node
    [Node]
    public async Task<ImportSummary> Import(string[] lines, ChunkWriter<ImportChunk> chunks, CancellationToken cancellationToken)
    {
        var imported = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            try
            {
                var amount = decimal.Parse(lines[i], CultureInfo.InvariantCulture);
                await chunks.ImportedAsync(i + 1, amount, cancellationToken);
                imported++;
            }
            catch (FormatException exception)
            {
                await chunks.RejectedAsync(i + 1, exception.Message, cancellationToken);
            }
        }

        return new ImportSummary(imported, lines.Length - imported);
    }
    #endregion
}

internal static class ErrorsScene
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddAgents().AddImporter().Services.BuildServiceProvider();
        var importer = services.GetRequiredService<ImporterClient>();
        var run = await importer.StartAsync(["12.50", "7.00", "twelve", "3.99", ""]);

        var rejected = new List<int>();
        await foreach (var chunk in run.Import.StreamAsync())
        {
            chunk.Switch(
                imported: line => Console.WriteLine($"Line {line.Line}: {line.Amount}"),
                rejected: line =>
                {
                    rejected.Add(line.Line);
                    Console.WriteLine($"Line {line.Line}: rejected. {line.Reason}");
                });
        }

        var summary = await run.GetResultAsync();
        Console.WriteLine($"{summary.Imported} lines imported, {summary.Rejected} rejected.");
        Scene.Check(rejected is [3, 5] && summary == new ImportSummary(3, 2), "lines 3 and 5 rejected, the others imported");
    }
}
