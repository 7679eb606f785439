namespace Agents.Generators.Benchmarks.Builds;

/// <summary>
/// What share of a whole <c>dotnet build</c> the generator and the analyzers are: the same project is built with them, and
/// without, the generated files among its sources, in turns. Both builds are from scratch, in processes of their own.
/// </summary>
internal static class BuildCosts
{
    private const int Modules = 100;
    private const int Rounds = 5;

    private static readonly string[] Build = ["build", "--no-restore", "--no-incremental", "-p:UseSharedCompilation=false"];

    public static async Task<IReadOnlyList<Table>> MeasureAsync()
    {
        using var with = new BuildProject(Modules, isGenerated: true);
        using var without = new BuildProject(Modules, isGenerated: false);
        foreach (var project in new[] { with, without })
        {
            await Dotnet.RunAsync(project.Folder, "restore");
            await Dotnet.RunAsync(project.Folder, Build);
        }

        return [await CompareAsync(with, without), await AskAsync(with)];
    }

    private static async Task<Table> CompareAsync(BuildProject with, BuildProject without)
    {
        var rounds = new List<(TimeSpan With, TimeSpan Without)>();
        for (var round = 0; round < Rounds; round++)
        {
            // Each goes first as often as the other, but once.
            var first = (await Dotnet.RunAsync((round % 2 == 0 ? with : without).Folder, Build)).Time;
            var second = (await Dotnet.RunAsync((round % 2 == 0 ? without : with).Folder, Build)).Time;
            rounds.Add(round % 2 == 0 ? (first, second) : (second, first));
            Console.Error.WriteLine($"with {Table.Show(rounds[^1].With)}, without {Table.Show(rounds[^1].Without)}");
        }

        var table = new Table("build", "Build of 100 modules with ten nodes each", "Median");
        table.Add("generator and analyzers on", Table.Show(Measure.Median(rounds.Select(round => round.With))));
        table.Add("off, what is generated among the sources", Table.Show(Measure.Median(rounds.Select(round => round.Without))));
        table.Add("share of generator and analyzers", Table.Percent(Measure.Median(rounds.Select(round => 1 - (round.Without / round.With)))));
        return table;
    }

    /// <summary>Asks the compiler what it spends on whom.</summary>
    private static async Task<Table> AskAsync(BuildProject project)
    {
        var (output, time) = await Dotnet.RunAsync(project.Folder, [.. Build, "-p:ReportAnalyzer=true", "-v:detailed"]);
        var table = new Table("report", "Reported by the compiler", "Time", "Of the build");
        foreach (var (name, spent) in CompilerReport.Of(output))
            table.Add(name, Table.Show(spent), Table.Percent(spent / time));
        return table;
    }
}
