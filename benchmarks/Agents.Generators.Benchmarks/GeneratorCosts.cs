using Agents.Generators.Benchmarks.Workload;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Benchmarks;

/// <summary>
/// What the generator costs: cold, and after an edit, with a driver that lives on as in an IDE. That the compiler finds its
/// symbols anew after an edit counts, for nobody else has asked it.
/// </summary>
internal static class GeneratorCosts
{
    public static async Task<Table> MeasureAsync(int[] counts)
    {
        var table = new Table("generator", "Modules", "Edit", "Time", "Allocated", "Files");
        foreach (var count in counts)
        {
            var modules = new Modules(count);
            var cold = await Measure.MedianAsync(_ => modules.Compilation.Clone(), compilation =>
            {
                Create().RunGenerators(compilation);
                return Task.CompletedTask;
            });
            table.Add($"{count}", "cold", Table.Show(cold.Time), Table.Show(cold.Bytes), ReasonsOf(Create(tracks: true).RunGenerators(modules.Compilation)));
            var driver = Create().RunGenerators(modules.Compilation);
            foreach (var edit in Enum.GetValues<Edit>())
            {
                var cost = await Measure.MedianAsync(round => modules.Apply(edit, round + 1).Compilation, compilation =>
                {
                    driver.RunGenerators(compilation);
                    return Task.CompletedTask;
                });
                table.Add($"{count}", $"{edit}".ToLowerInvariant(), Table.Show(cost.Time), Table.Show(cost.Bytes), ReasonsAfter(edit, modules));
            }
        }

        return table;
    }

    /// <summary>Why outputs were made, or not; checks that an edit touches no file but its module's.</summary>
    private static string ReasonsAfter(Edit edit, Modules modules)
    {
        var driver = Create(tracks: true).RunGenerators(modules.Compilation).RunGenerators(modules.Apply(edit, 1).Compilation);
        var reasons = ReasonsOf(driver);
        var others = edit is Edit.Signature ? 1 : 0;
        return OutputsOf(driver).Count(reason => reason is not IncrementalStepRunReason.Cached) == others
            ? reasons
            : throw new InvalidOperationException($"After an edit ({edit}) there is more to do than there should be: {reasons}.");
    }

    private static string ReasonsOf(GeneratorDriver driver) => string.Join(", ", OutputsOf(driver)
        .GroupBy(reason => reason)
        .OrderBy(group => group.Key)
        .Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}"));

    private static IEnumerable<IncrementalStepRunReason> OutputsOf(GeneratorDriver driver) => driver.GetRunResult().Results.Single().TrackedOutputSteps
        .SelectMany(steps => steps.Value)
        .SelectMany(step => step.Outputs)
        .Select(output => output.Reason);

    public static GeneratorDriver Create(bool tracks = false) => CSharpGeneratorDriver.Create(
        [new AgentModuleGenerator().AsSourceGenerator()],
        parseOptions: Modules.ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracks));
}
