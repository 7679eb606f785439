using System.Globalization;
using System.Runtime.CompilerServices;
using Agents.Generators.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Tests;

/// <summary>What is written depends on the sources alone, and nothing is kept that need not be.</summary>
public class StabilityTests
{
    private const string Source = """
        [ChunkUnion] public abstract partial record Item { public sealed record InInfo(double Ii = -1.5) : Item; public sealed record Idle : Item; }

        [AgentModule(TimeoutSeconds = 1234.5)]
        public sealed partial class Istanbul
        {
            [Node]
            public int Iii(ChunkWriter<Item> chunks, Edge<int> inner, double ii = -1.5, decimal money = -1234.5m, int i = -1) { return 1; }

            [Node] public int Inner(int i) => i;
        }
        """;

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")]
    [InlineData("ar-SA")]
    public void Cultures_do_not_matter(string culture)
    {
        var expected = Generate.Sound(Source).Files;
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, GeneratorRun.Of(Sources.Compile(Source)).Files);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Hint_names_that_differ_by_case_only_do_not_collide()
    {
        var run = Generate.Sound(
            "[AgentModule(\"a\")] public sealed partial class Foo { [Node] public int Start() => 1; }",
            "[AgentModule(\"b\")] public sealed partial class foo { [Node] public int Start() => 1; }",
            "namespace N { [AgentModule(\"c\")] public sealed partial class X_Y { [Node] public int Start() => 1; } }",
            "namespace N.X { [AgentModule(\"d\")] public sealed partial class Y { [Node] public int Start() => 1; } }");
        Assert.Equal(5, run.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Long_names_make_no_long_hint_names()
    {
        var run = Generate.Sound(
            $"namespace {string.Join(".", Enumerable.Repeat("Namespace", 40))}; [AgentModule] public sealed partial class X {{ [Node] public int Start() => 1; }}");
        Assert.All(run.Files.Keys, name => Assert.InRange(name.Length, 1, 140));
    }

    [Fact]
    public void A_changed_signature_changes_its_own_file_only()
    {
        var other = Sources.Compile(Source, "[AgentModule] public sealed partial class Other { [Node] public int Start() => 1; }");
        var first = GeneratorRun.Of(other);
        var changed = other.ReplaceSyntaxTree(other.SyntaxTrees[1], Sources.Parse(
            "[AgentModule] public sealed partial class Other { [Node] public int Start(int more) => 1; }", "Source1.cs"));
        var reasons = GeneratorRun.Of(changed, first.Driver).Result.TrackedOutputSteps
            .SelectMany(steps => steps.Value).SelectMany(step => step.Outputs).Select(output => output.Reason).ToArray();
        Assert.Single(reasons, IncrementalStepRunReason.Modified);
        Assert.Equal(reasons.Length - 1, reasons.Count(reason => reason is IncrementalStepRunReason.Cached));
    }

    [Fact]
    public void A_driver_that_lives_on_keeps_no_old_compilation()
    {
        var driver = CSharpGeneratorDriver.Create([new AgentModuleGenerator().AsSourceGenerator()], parseOptions: Sources.ParseOptions);
        var (last, old) = RunOften(driver);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(old, reference => Assert.False(reference.IsAlive));
        GC.KeepAlive(last);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Last, IReadOnlyList<WeakReference> Old) RunOften(GeneratorDriver driver)
    {
        var old = new List<WeakReference>();
        for (var i = 0; i < 6; i++)
        {
            var compilation = Sources.Compile(Source, $"internal static class Edit{i};");
            driver = driver.RunGenerators(compilation, TestContext.Current.CancellationToken);
            old.Add(new WeakReference(compilation));
        }

        old.RemoveAt(old.Count - 1);
        return (driver, old);
    }
}
