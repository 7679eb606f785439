using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Agents.Generators;
using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Agents.Analyzers.Tests.Harness;

/// <summary>Runs the generator and all analyzers of the package over sources, as a build does.</summary>
internal static class Analysis
{
    /// <summary>All analyzers and suppressors of the package.</summary>
    public static readonly ImmutableArray<DiagnosticAnalyzer> All = [.. typeof(AgentModuleGenerator).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>What is said of the sources: our rules, the compiler's errors and warnings, faults of analyzers.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    /// <param name="generated">What another generator writes, or null for nothing.</param>
    public static async Task<IReadOnlyList<Diagnostic>> Of(
        IEnumerable<string> sources, CancellationToken cancellationToken, string? generated = null)
    {
        var trees = sources.Prepend(Project.Usings).Select((source, i) => CSharpSyntaxTree.ParseText(
            SourceText.From(source, Encoding.UTF8), Project.ParseOptions, $"Source{i}.cs", cancellationToken));
        var compilation = CSharpCompilation.Create("My.App", trees, Project.References, Project.CompilationOptions);
        return await Of(compilation, cancellationToken, generated);
    }

    /// <summary>What is said of a compilation.</summary>
    /// <param name="compilation">The compilation, as users wrote it.</param>
    /// <param name="cancellationToken">Ends the analysis.</param>
    /// <param name="generated">What another generator writes, or null for nothing.</param>
    public static async Task<IReadOnlyList<Diagnostic>> Of(
        CSharpCompilation compilation, CancellationToken cancellationToken, string? generated = null)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new AgentModuleGenerator().AsSourceGenerator(), new OtherGenerator().AsSourceGenerator()],
            generated is null ? [] : [new OtherGenerator.Text(generated)],
            Project.ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics, cancellationToken);
        return [.. diagnostics, .. await OfGenerated(output, cancellationToken)];
    }

    /// <summary>What is said of a compilation in which all that is generated is there.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> OfGenerated(Compilation compilation, CancellationToken cancellationToken)
    {
        var analyzed = compilation.WithAnalyzers(All, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false));
        return [.. (await analyzed.GetAllDiagnosticsAsync(cancellationToken))
            .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden && !diagnostic.IsSuppressed)];
    }

    /// <summary>Whether a rule of ours.</summary>
    public static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("AGENT", StringComparison.Ordinal);
}
