using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Agents.Analyzers.Tests.Harness;
using Agents.Generators;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Project = Agents.Analyzers.Tests.Harness.Project;

namespace Agents.Analyzers.Tests.Robustness;

/// <summary>
/// Sources are mostly broken while they are written. Whatever is wrong in them: the generator, the analyzers and the fixes
/// neither throw nor hang, and no fix makes it worse. AGENTS_FUZZ_CASES and AGENTS_FUZZ_SEED in the environment set how many
/// programs are broken, and from which seed on; a failure names the seed that shows it with one case.
/// </summary>
public class FuzzTests
{
    private static readonly int Cases = Setting("AGENTS_FUZZ_CASES", 2_000);
    private static readonly int Seed = Setting("AGENTS_FUZZ_SEED", 1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "My.App", [Parse(Project.Usings, "Usings.cs", default)], Project.References, Project.CompilationOptions);

    [Fact]
    public async Task The_corpus_is_sound_before_it_is_broken()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        foreach (var program in Corpus.Programs.Where(program => !program.Name.StartsWith("AGENT", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(
                await Analysis.Of(program.Files, cancellationToken), diagnostic => diagnostic.Severity is DiagnosticSeverity.Error);
        }
    }

    [Fact]
    public Task Neither_generator_nor_analyzers_throw() => ForEachCase(1, async (program, cancellationToken) =>
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new AgentModuleGenerator().AsSourceGenerator()], parseOptions: Project.ParseOptions);
        driver = driver.RunGeneratorsAndUpdateCompilation(
            Empty.AddSyntaxTrees(program.Files.Select((file, i) => Parse(file, $"Source{i}.cs", cancellationToken))),
            out var compilation, out var diagnostics, cancellationToken);
        Assert.Empty(diagnostics);
        // What is generated may not fit what is broken, but it is C#.
        foreach (var tree in driver.GetRunResult().GeneratedTrees)
        {
            foreach (var diagnostic in tree.GetDiagnostics(cancellationToken))
                Assert.Fail($"{diagnostic}: {tree.GetText(cancellationToken).Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start)}");
        }

        await AnalyzeAsync(compilation, cancellationToken);
    });

    [Fact]
    public Task Fixes_neither_throw_nor_make_it_worse() => ForEachCase(5, async (program, cancellationToken) =>
    {
        var project = await Fixing.ProjectOf(program.Files, cancellationToken);
        var diagnostics = await AnalyzeAsync((await project.GetCompilationAsync(cancellationToken))!, cancellationToken);
        foreach (var diagnostic in diagnostics)
            await Fixing.TryAsync(project, diagnostic, diagnostics, cancellationToken);
    });

    /// <summary>Breaks programs and does something with each; every <paramref name="share"/>th case, if it takes long.</summary>
    private static async Task ForEachCase(int share, Func<Corpus, CancellationToken, Task> body)
    {
        var failures = new ConcurrentQueue<string>();
        var count = Math.Max(1, Cases / share);
        await Parallel.ForAsync(0, count, TestContext.Current.CancellationToken, async (i, cancellationToken) =>
        {
            if (failures.Count >= 3)
                return;
            var program = Corpus.Broken(Seed + i);
            try
            {
                await Task.Run(() => body(program, cancellationToken), cancellationToken).WaitAsync(Limit, cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failures.Enqueue($"AGENTS_FUZZ_CASES=1 AGENTS_FUZZ_SEED={Seed + i}\n{exception}\n{program}");
            }
        });
        Assert.True(failures.IsEmpty, string.Join("\n\n", failures));
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation compilation, CancellationToken cancellationToken)
    {
        var diagnostics = await compilation
            .WithAnalyzers(Analysis.All, new CompilationWithAnalyzersOptions(
                new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: false))
            .GetAnalyzerDiagnosticsAsync(cancellationToken);
        Assert.All(diagnostics, diagnostic => Assert.True(Analysis.IsOurs(diagnostic), diagnostic.ToString()));
        return diagnostics;
    }

    private static SyntaxTree Parse(string source, string path, CancellationToken cancellationToken) =>
        CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), Project.ParseOptions, path, cancellationToken);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
