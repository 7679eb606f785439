using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace Agents.Analyzers.Tests.Harness;

/// <summary>
/// Checks what a fix makes of a source. Each check mends the marked places one by one and all at once (in the document, the
/// project and the solution), and wants the same text each time.
/// </summary>
/// <typeparam name="TAnalyzer">The analyzer that reports.</typeparam>
/// <typeparam name="TFix">The fix.</typeparam>
internal static class Mend<TAnalyzer, TFix>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    /// <summary>Mends a source.</summary>
    /// <param name="source">The source with marks: <c>{|AGENT0001:X|}</c>.</param>
    /// <param name="mended">What becomes of it; marks there name what is still reported.</param>
    /// <param name="key">The key of the fix, where there are several.</param>
    public static Task To(string source, string mended, string? key = null) => To([source], [mended], key);

    /// <summary>Mends several files.</summary>
    /// <param name="sources">The sources with marks.</param>
    /// <param name="mended">What becomes of them.</param>
    /// <param name="key">The key of the fix, where there are several.</param>
    /// <param name="usings">The global usings of the project, where a fix has to do without those that users have.</param>
    public static async Task To(string[] sources, string[] mended, string? key = null, string usings = Project.Usings)
    {
        var test = new Test { CodeActionEquivalenceKey = key };
        Project.SetUp(test);
        test.TestState.Sources.Add(("Usings.cs", usings));
        test.FixedState.Sources.Add(("Usings.cs", usings));
        foreach (var (i, source) in sources.Index())
            test.TestState.Sources.Add(($"Source{i}.cs", source));
        foreach (var (i, source) in mended.Index())
            test.FixedState.Sources.Add(($"Source{i}.cs", source));
        await test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Checks that a marked place is left as it is, because no fix is sure.</summary>
    public static Task Nothing(string source) => To(source, source);

    private sealed class Test : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    {
        protected override Microsoft.CodeAnalysis.Project ApplyCompilationOptions(Microsoft.CodeAnalysis.Project project) =>
            base.ApplyCompilationOptions(project).AddAnalyzerReference(OurGenerator.Reference);
    }
}
