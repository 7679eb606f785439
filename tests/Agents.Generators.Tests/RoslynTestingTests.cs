using System.Text;
using Agents.Generators.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace Agents.Generators.Tests;

/// <summary>The generator under Microsoft's own test bed, which compares files, diagnostics and hint names for us.</summary>
public class RoslynTestingTests
{
    [Theory]
    [InlineData("[AgentModule] public sealed partial class Small { [Node] public int Start() => 1; }")]
    [InlineData("[ChunkUnion] public abstract partial record Chunk { public sealed record Only(int X) : Chunk; }")]
    [InlineData("public sealed class Nothing;")]
    public async Task Writes_exactly_its_files_and_no_diagnostics(string source)
    {
        source = "using Agents;\n" + source;
        var test = new CSharpSourceGeneratorTest<AgentModuleGenerator, DefaultVerifier>
        {
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            CompilerDiagnostics = CompilerDiagnostics.Warnings,
        };
        test.TestState.AdditionalReferences.AddRange(Sources.References);
        test.TestState.Sources.Add(source);
        test.SolutionTransforms.Add((solution, project) => solution.WithProjectAssemblyName(project, "My.App"));
        foreach (var (name, file) in GeneratorRun.Of(Sources.Compile(source)).Files)
            test.TestState.GeneratedSources.Add((typeof(AgentModuleGenerator), name, SourceText.From(file, Encoding.UTF8)));
        test.DisabledDiagnostics.Add("CS1591");
        test.SolutionTransforms.Add((solution, project) => solution.WithProjectParseOptions(project, Sources.ParseOptions));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }
}
