using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Agents.Analyzers.Tests.Harness;

/// <summary>
/// Checks what an analyzer reports. Sources mark the expected places: <c>{|AGENT0001:X|}</c>, or <c>[|X|]</c> where the
/// analyzer reports one rule only. The compiler may report what the marks say of it (<c>{|CS0103:x|}</c>), and no other error.
/// </summary>
/// <typeparam name="TAnalyzer">The analyzer.</typeparam>
internal static class Check<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>Checks the marked places and nothing else are reported.</summary>
    public static Task Reports(params string[] sources) => Reports(sources, []);

    /// <summary>Checks places and messages: <c>{|#0:X|}</c> in a source is the place of <c>WithLocation(0)</c>.</summary>
    public static Task Reports(string[] sources, params DiagnosticResult[] expected) => RunAsync(new Test(), sources, expected);

    /// <summary>Checks the same, while another generator writes a file of its own.</summary>
    public static Task ReportsBeside(string generated, string[] sources, params DiagnosticResult[] expected) =>
        RunAsync(new TestBesideAnother(generated), sources, expected);

    /// <summary>Checks the same under a configuration: lines of a <c>.globalconfig</c>, as the build writes its properties there.</summary>
    public static Task ReportsUnder(string configuration, string[] sources, params DiagnosticResult[] expected)
    {
        var test = new Test();
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + configuration));
        return RunAsync(test, sources, expected);
    }

    private static async Task RunAsync(Test test, string[] sources, DiagnosticResult[] expected)
    {
        Project.SetUp(test);
        test.TestState.Sources.Add(("Usings.cs", Project.Usings));
        foreach (var (i, source) in sources.Index())
            test.TestState.Sources.Add(($"Source{i}.cs", source));
        test.TestState.ExpectedDiagnostics.AddRange(expected);
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A reported rule, for its place and message.</summary>
    public static DiagnosticResult Rule(Microsoft.CodeAnalysis.DiagnosticDescriptor rule, int location, params object[] arguments) =>
        new DiagnosticResult(rule).WithLocation(location).WithArguments(arguments);

    private class Test : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    {
        protected override IEnumerable<Type> GetSourceGenerators() => [typeof(Generators.AgentModuleGenerator)];
    }

    private sealed class TestBesideAnother : Test
    {
        private readonly string generated;

        public TestBesideAnother(string generated) => this.generated = generated;

        protected override IEnumerable<Type> GetSourceGenerators() => [.. base.GetSourceGenerators(), typeof(OtherGenerator)];

        protected override Microsoft.CodeAnalysis.Project ApplyCompilationOptions(Microsoft.CodeAnalysis.Project project) =>
            base.ApplyCompilationOptions(project).AddAdditionalDocument(OtherGenerator.File, generated).Project;
    }
}
