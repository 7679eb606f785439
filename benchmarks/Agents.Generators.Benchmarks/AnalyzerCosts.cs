using System.Collections.Immutable;
using System.Reflection;
using Agents.Generators.Benchmarks.Workload;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Generators.Benchmarks;

/// <summary>What the analyzers cost: over a whole compilation as in a build, and over the file that was edited as in an IDE.</summary>
internal static class AnalyzerCosts
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> All = [.. typeof(AgentModuleGenerator).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    public static async Task<Table> MeasureAsync(int[] counts)
    {
        var table = new Table("analyzers", "Modules", "What is analyzed", "Time", "Allocated");
        foreach (var count in counts)
        {
            var modules = new Modules(count);
            var compiler = await Measure.MedianAsync(_ => Generate(modules.Compilation), compilation =>
            {
                compilation.GetDiagnostics();
                return Task.CompletedTask;
            });
            table.Add($"{count}", "nothing: the compiler alone", Table.Show(compiler.Time), Table.Show(compiler.Bytes));
            var cold = await Measure.MedianAsync(
                _ =>
                {
                    var compilation = Generate(modules.Compilation);
                    compilation.GetDiagnostics();
                    return compilation;
                },
                async compilation => Expect((await Analyze(compilation).GetAnalyzerDiagnosticsAsync()).IsEmpty));
            table.Add($"{count}", "all, cold", Table.Show(cold.Time), Table.Show(cold.Bytes));
            foreach (var edit in Enum.GetValues<Edit>())
            {
                var cost = await Measure.MedianAsync(
                    round => modules.Apply(edit, round + 1) is var (compilation, tree) ? Analyze(compilation, tree) : default,
                    async file => Expect((await file.Analyzed.GetAnalyzerSemanticDiagnosticsAsync(file.Model, filterSpan: null, default)).IsEmpty));
                table.Add($"{count}", $"the edited file ({$"{edit}".ToLowerInvariant()})", Table.Show(cost.Time), Table.Show(cost.Bytes));
            }
        }

        return table;
    }

    private static Compilation Generate(CSharpCompilation compilation)
    {
        GeneratorCosts.Create().RunGeneratorsAndUpdateCompilation(compilation.Clone(), out var output, out _);
        return output;
    }

    private static (CompilationWithAnalyzers Analyzed, SemanticModel Model) Analyze(CSharpCompilation edited, SyntaxTree tree)
    {
        var compilation = Generate(edited);
        return (Analyze(compilation), compilation.GetSemanticModel(tree));
    }

    private static CompilationWithAnalyzers Analyze(Compilation compilation) => compilation.WithAnalyzers(All, new CompilationWithAnalyzersOptions(
        new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));

    private static void Expect(bool isQuiet)
    {
        if (!isQuiet)
            throw new InvalidOperationException("The analyzers say something of sound modules.");
    }
}
