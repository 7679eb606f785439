using System.Collections.Immutable;
using System.Globalization;
using Agents.Generators.Operations;
using Agents.Generators.Suppressors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Project = Agents.Analyzers.Tests.Harness.Project;

namespace Agents.Analyzers.Tests.Suppressors;

public class NodeSuppressorTests
{
    private const string Source = """
        [AgentModule]
        internal sealed partial class Greeter
        {
            [Node] public int Greet() => 1;
            [Node] private int Leave() => 2;
            public int Helper() => 3;
        }
        internal sealed class Other
        {
            [Node] public int Orphan() => 4;
            public int Ordinary() => 5;
        }
        """;

    [Theory]
    [InlineData("CA1822")]
    [InlineData("IDE0051")]
    [InlineData("VSTHRD200")]
    public async Task Nodes_are_spared_and_other_methods_are_not(string id) =>
        Assert.Equal(["Helper", "Ordinary", "Orphan"], await NamesReportedBy(new EveryMember(id, SymbolKind.Method)));

    [Fact]
    public async Task Modules_are_spared_and_other_classes_are_not() =>
        Assert.Equal(["Other"], await NamesReportedBy(new EveryMember("CA1812", SymbolKind.NamedType)));

    [Fact]
    public async Task Other_rules_are_not_touched()
    {
        Assert.Equal(
            ["Greet", "Helper", "Leave", "Ordinary", "Orphan"], await NamesReportedBy(new EveryMember("CA1305", SymbolKind.Method)));
        Assert.Equal(["Greeter", "Other"], await NamesReportedBy(new EveryMember("CA1822", SymbolKind.NamedType)));
    }

    private static async Task<IReadOnlyList<string>> NamesReportedBy(DiagnosticAnalyzer analyzer)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var compilation = CSharpCompilation.Create(
            "My.App",
            new[] { Project.Usings, Source }.Select(source => CSharpSyntaxTree.ParseText(source, Project.ParseOptions, cancellationToken: cancellationToken)),
            Project.References, Project.CompilationOptions);
        var reported = await compilation
            .WithAnalyzers([analyzer, new NodeSuppressor()], options: null)
            .GetAnalyzerDiagnosticsAsync(cancellationToken);
        return [.. reported.Where(diagnostic => !diagnostic.IsSuppressed).Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Stands for an analyzer of the SDK: reports each method or class under an id of its.</summary>
#pragma warning disable RS1001, RS1017, RS1036, RS2008 // It is in no package.
    private sealed class EveryMember(string id, SymbolKind kind) : DiagnosticAnalyzer
    {
        private readonly DiagnosticDescriptor rule = new(id, "A title", "{0}", "Design", DiagnosticSeverity.Warning, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [rule];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterSymbolAction(
                symbol =>
                {
                    if (symbol.Symbol is INamedTypeSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary })
                        symbol.ReportDiagnostic(Diagnostic.Create(rule, symbol.Symbol.Locations[0], symbol.Symbol.Name));
                },
                kind);
        }
    }
#pragma warning restore RS1001, RS1017, RS1036, RS2008
}
