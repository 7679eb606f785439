using Agents.Analyzers.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace Agents.Analyzers.Tests.Suppressors;

public class UnionSwitchSuppressorTests
{
    private const string Union = """
        [ChunkUnion]
        public abstract partial record ItemChunk
        {
            public sealed record Progress(int Processed) : ItemChunk;
            public sealed record Completed(string Item) : ItemChunk;
        }
        """;

    [Theory]
    [InlineData("ItemChunk.Progress p => p.Processed, ItemChunk.Completed => 1")]
    [InlineData("ItemChunk.Progress or ItemChunk.Completed => 1")]
    [InlineData("ItemChunk.Progress(var processed) => processed, ItemChunk.Completed { Item: var item } => item.Length")]
    [InlineData("ItemChunk.Progress { Processed: 1 } => 1, ItemChunk.Progress => 2, ItemChunk.Completed => 3")]
    [InlineData("ItemChunk.Progress => 1, ItemChunk.Completed when true => 2")]
    public async Task A_switch_over_all_cases_is_exhaustive(string arms) =>
        Assert.Empty(await Analyze($$"""class Screen { int Of(ItemChunk chunk) => chunk switch { {{arms}} }; }"""));

    [Theory]
    [InlineData("ItemChunk.Progress p => p.Processed, ItemChunk.Completed { Item: \"\" } => 1")]
    [InlineData("ItemChunk.Progress p => p.Processed, ItemChunk.Completed c when c.Item == \"\" => 1")]
    public async Task The_compiler_speaks_of_a_case_that_is_covered_in_part(string arms) =>
        Assert.Equal(["CS8509"], await Analyze($$"""class Screen { int Of(ItemChunk chunk) => chunk switch { {{arms}} }; }"""));

    [Fact]
    public async Task The_rule_speaks_of_a_case_that_is_missing() =>
        Assert.Equal(["AGENT0312"], await Analyze("class Screen { int Of(ItemChunk chunk) => chunk switch { ItemChunk.Progress => 1 }; }"));

    [Fact]
    public async Task The_compiler_speaks_of_it_where_the_rule_is_off() => Assert.Equal(["CS8509"], await Analyze(
        "class Screen { int Of(ItemChunk chunk) => chunk switch { ItemChunk.Progress => 1 }; }",
        ReportDiagnostic.Suppress));

    [Fact]
    public async Task Both_speak_where_one_case_is_missing_and_another_covered_in_part() => Assert.Equal(["AGENT0312", "CS8509"], await Analyze(
        "class Screen { int Of(ItemChunk chunk) => chunk switch { ItemChunk.Progress { Processed: 1 } => 1 }; }"));

    [Fact]
    public async Task The_compiler_speaks_of_a_null_that_is_not_covered() => Assert.Equal(["CS8509"], await Analyze(
        "class Screen { int Of(ItemChunk? chunk) => chunk switch { ItemChunk.Progress => 1, ItemChunk.Completed => 2 }; }"));

    [Theory]
    [InlineData("chunk switch { ItemChunk.Progress => 1, ItemChunk.Completed => 2, null => 3 }")]
    [InlineData("chunk switch { ItemChunk.Progress => 1, ItemChunk.Completed or null => 3 }")]
    [InlineData("chunk! switch { ItemChunk.Progress => 1, ItemChunk.Completed => 3 }")]
    [InlineData("chunk is null ? 0 : chunk switch { ItemChunk.Progress => 1, ItemChunk.Completed => 3 }")]
    public async Task A_null_is_covered_or_does_not_come(string expression) =>
        Assert.Empty(await Analyze($$"""class Screen { int Of(ItemChunk? chunk) => {{expression}}; }"""));

    [Fact]
    public async Task The_compiler_speaks_of_types_that_are_no_unions() => Assert.Equal(["CS8509", "CS8509"], await Analyze("""
        abstract record Shape { public sealed record Circle : Shape; public sealed record Square : Shape; }
        class Screen
        {
            int Of(Shape shape) => shape switch { Shape.Circle => 1, Shape.Square => 2 };
            int Of(object value) => value switch { ItemChunk.Progress => 1, ItemChunk.Completed => 2 };
        }
        """));

    private static async Task<IEnumerable<string>> Analyze(string source, ReportDiagnostic rule = ReportDiagnostic.Default)
    {
        var compilation = Library.Compile("App", [Union, source]);
        compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new("AGENT0312", rule)]));
        var diagnostics = await Analysis.Of(compilation, TestContext.Current.CancellationToken);
        return diagnostics.Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal);
    }
}
