using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Agents.Generators;
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
    public static async Task<IReadOnlyList<Diagnostic>> Of(IEnumerable<string> sources, CancellationToken cancellationToken)
    {
        var trees = sources.Prepend(Project.Usings).Select((source, i) => CSharpSyntaxTree.ParseText(
            SourceText.From(source, Encoding.UTF8), Project.ParseOptions, $"Source{i}.cs", cancellationToken));
        return await Of(CSharpCompilation.Create("My.App", trees, Project.References, Project.CompilationOptions), cancellationToken);
    }

    /// <summary>What is said of a compilation.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> Of(CSharpCompilation compilation, CancellationToken cancellationToken)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new AgentModuleGenerator().AsSourceGenerator()], parseOptions: Project.ParseOptions);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics, cancellationToken);
        var analyzed = output.WithAnalyzers(All, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false));
        return [.. diagnostics, .. (await analyzed.GetAllDiagnosticsAsync(cancellationToken))
            .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden && !diagnostic.IsSuppressed)];
    }

    /// <summary>Whether a rule of ours.</summary>
    public static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("AGENT", StringComparison.Ordinal);
}
