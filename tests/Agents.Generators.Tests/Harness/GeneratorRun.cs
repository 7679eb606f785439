using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Tests.Harness;

/// <summary>One run of the generator over a compilation, with what it produced.</summary>
internal sealed record GeneratorRun(GeneratorDriver Driver, Compilation Output, GeneratorRunResult Result)
{
    /// <summary>The generated files by their hint names, in order.</summary>
    public IReadOnlyDictionary<string, string> Files { get; } = new SortedDictionary<string, string>(
        Result.GeneratedSources.ToDictionary(file => file.HintName, file => file.SourceText.ToString()), StringComparer.Ordinal);

    public static GeneratorRun Of(Compilation compilation, GeneratorDriver? driver = null)
    {
        driver ??= CSharpGeneratorDriver.Create(
            [new AgentModuleGenerator().AsSourceGenerator()], parseOptions: Sources.ParseOptions,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return new GeneratorRun(driver, output, result);
    }

    /// <summary>Errors anywhere, and warnings in generated code.</summary>
    public IReadOnlyList<Diagnostic> Problems => [.. Output.GetDiagnostics().Where(diagnostic =>
        diagnostic.Severity is DiagnosticSeverity.Error || (diagnostic.Severity is DiagnosticSeverity.Warning && IsGenerated(diagnostic)))];

    public static bool IsGenerated(Diagnostic diagnostic) =>
        diagnostic.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) is true;
}
