using Agents.Generators.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace Agents.Analyzers.Tests.Harness;

/// <summary>What a user's project has: the framework, the library, the generator, implicit usings, nullable on.</summary>
internal static class Project
{
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Agents;
        global using Microsoft.Extensions.DependencyInjection;
        """;

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    public static readonly CSharpCompilationOptions CompilationOptions = new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);

    public static readonly IReadOnlyList<MetadataReference> References =
    [
        .. Basic.Reference.Assemblies.Net100.References.All,
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "Microsoft.Extensions.*.dll").Order(StringComparer.Ordinal)
            .Prepend(typeof(AgentsOptions).Assembly.Location).Prepend(typeof(AgentRun).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Sets up one of Microsoft's tests as such a project.</summary>
    public static void SetUp(AnalyzerTest<DefaultVerifier> test)
    {
        test.ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        test.TestState.AdditionalReferences.AddRange(References);
        test.CompilerDiagnostics = CompilerDiagnostics.Errors;
        // The generator's tests compare its files; here they are what users see of it.
        test.TestBehaviors |= TestBehaviors.SkipGeneratedSourcesCheck;
        test.SolutionTransforms.Add((solution, project) => solution
            .WithProjectParseOptions(project, ParseOptions)
            .WithProjectCompilationOptions(project, CompilationOptions));
    }
}
