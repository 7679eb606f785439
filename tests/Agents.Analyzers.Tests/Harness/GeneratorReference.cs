using System.Collections.Immutable;
using Agents.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Agents.Analyzers.Tests.Harness;

/// <summary>
/// The generator as a project refers to it: so a fix sees generated types in the solution it changes, as it does in an IDE,
/// where Microsoft's tests would show them to analyzers only.
/// </summary>
internal sealed class GeneratorReference : AnalyzerReference
{
    public static readonly GeneratorReference Instance = new();

    private readonly ImmutableArray<ISourceGenerator> generators = [new AgentModuleGenerator().AsSourceGenerator()];

    private GeneratorReference()
    {
    }

    public override string? FullPath => null;

    public override object Id => typeof(GeneratorReference);

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

    public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => generators;

    public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => generators;
}
