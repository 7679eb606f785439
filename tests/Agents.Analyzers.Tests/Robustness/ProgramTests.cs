using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Agents.Analyzers.Tests.Harness;
using Agents.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Project = Agents.Analyzers.Tests.Harness.Project;

namespace Agents.Analyzers.Tests.Robustness;

/// <summary>
/// No false alarms: of larger programs, written well, no rule says anything, though much in them looks like what rules are
/// about. They also do what they should, so that they are programs and no decoys.
/// </summary>
public class ProgramTests
{
    /// <summary>The framework's own generator of JSON contexts, which the project copies beside the tests.</summary>
    private static readonly IIncrementalGenerator JsonGenerator = (IIncrementalGenerator)Activator.CreateInstance(Assembly
        .LoadFrom(Path.Combine(AppContext.BaseDirectory, "System.Text.Json.SourceGeneration.dll"))
        .GetType("System.Text.Json.SourceGeneration.JsonSourceGenerator", throwOnError: true)!)!;

    [Theory]
    [InlineData("Research", "+ Craters + Seas + Seas ? crater ? sea; 39 words; moon: Craters (3 rounds)")]
    [InlineData("Orders", "a1 b2 e5; line 4: 'much' is no amount., line 5: gift is unknown.")]
    [InlineData("Chat", "it is three |[add(1 2)][3][nothing()][nothing][fly(home)][There is no tool 'fly'.]| it is three (3 tools) | Greeting: good day 2 0 1 | 0 True 2 | one two")]
    [InlineData("Editorial", "FAR MOON: far moon | Untitled: dust | FAR MOON (1) Untitled (1) 2")]
    public async Task Well_written_programs_raise_no_alarm(string name, string expected)
    {
        var compilation = Compile(Repository.PathOf("tests", "Agents.Analyzers.Tests", "Programs", name));
        Assert.Empty(await Analysis.OfGenerated(compilation, TestContext.Current.CancellationToken));
        Assert.Equal(expected, await RunAsync(compilation));
    }

    [Theory]
    [InlineData("Study")]
    [InlineData("Warehouse")]
    [InlineData("Support")]
    public async Task Nor_do_these_which_need_services_to_run(string name) => Assert.Empty(await Analysis.OfGenerated(
        Compile(Repository.PathOf("tests", "Agents.Analyzers.Tests", "Programs", name)), TestContext.Current.CancellationToken));

    /// <summary>What users copy from is above suspicion: the samples, what the documentation shows, the agents of other tests.</summary>
    [Theory]
    [InlineData("samples/StreamingAgent")]
    [InlineData("samples/StreamingPatterns")]
    [InlineData("tests/Agents.Docs.Tests/Snippets")]
    [InlineData("tests/Agents.Runtime.Tests/Agents")]
    public async Task The_repository_s_own_agents_raise_no_alarm(string folder)
    {
        var diagnostics = await Analysis.OfGenerated(Compile(Repository.PathOf(folder)), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(diagnostics, diagnostic => Analysis.IsOurs(diagnostic) && diagnostic.Severity > DiagnosticSeverity.Info);
    }

    /// <summary>A compilation of all files in a folder, with all that the two generators write for it.</summary>
    private static Compilation Compile(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !Path.GetRelativePath(folder, path).StartsWith("obj", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => Parse(File.ReadAllText(path), path));
        var compilation = CSharpCompilation.Create(
            "My.App", files.Prepend(Parse(Project.Usings, "Usings.cs")), Project.References, Project.CompilationOptions);
        CSharpGeneratorDriver
            .Create([new AgentModuleGenerator().AsSourceGenerator(), JsonGenerator.AsSourceGenerator()], parseOptions: Project.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        return output;
    }

    private static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(
        SourceText.From(source, Encoding.UTF8), Project.ParseOptions, path, TestContext.Current.CancellationToken);

    private static async Task<string> RunAsync(Compilation compilation)
    {
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        image.Position = 0;
        var context = new AssemblyLoadContext("program", isCollectible: true);
        var program = context.LoadFromStream(image).GetTypes().Single(type => type.Name == "Program");
        return await program.GetMethod("RunAsync")!.CreateDelegate<Func<CancellationToken, Task<string>>>()(TestContext.Current.CancellationToken);
    }
}
