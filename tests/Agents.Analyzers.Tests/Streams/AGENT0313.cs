using System.Globalization;
using Agents.Analyzers.Tests.Harness;
using Agents.Generators.Analyzers;
using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using static Agents.Analyzers.Tests.Streams.JsonSources;
using Project = Agents.Analyzers.Tests.Harness.Project;

namespace Agents.Analyzers.Tests.Streams;

public partial class AGENT0313
{
    [Fact]
    public Task Flagged() => Check<JsonContextAnalyzer>.Reports(
        [
            Program("builder.AddJson({|#0:AppJson.Default|}).AddTestProjectAgents()"),
            Context(),
            Rest,
            """
            public record Plan(string Topic, Level Level);
            public enum Level { Low, High }
            public record Report(string Title, IReadOnlyList<string> Sections);
            public record Source(Uri Link);

            [ChunkUnion]
            public abstract partial record Progress
            {
                public sealed record Started(string Topic) : Progress;
                public sealed record Found(IReadOnlyList<Source> Sources, Level? Level) : Progress;
            }

            [AgentModule("researcher")]
            public partial class Researcher
            {
                [Node] public void Start(Plan plan, int depth, Edge<string[]> search) => search.Emit([plan.Topic]);
                [Node] public Report Search(string[] topics, ChunkWriter<Progress> progress) => new("", []);
            }

            [AgentModule]
            public partial class Writer
            {
                [Node] public string Write(Report report, ChunkWriter<Source> sources) => report.Title;
            }
            """,
        ],
        Missing("Plan", "an input of node 'Start'"),
        Missing("string[]", "an input of node 'Search'"),
        Missing("Report", "the result of agent 'researcher'"),
        Missing("IReadOnlyList<Source>", "the type of 'Sources' in case 'Found' of union 'Progress'"),
        Missing("Level?", "the type of 'Level' in case 'Found' of union 'Progress'"),
        Missing("Source", "what node 'Write' streams"));

    [Theory]
    [InlineData("build_property.PublishAot = true")]
    [InlineData("build_property.JsonSerializerIsReflectionEnabledByDefault = False")]
    public Task Flagged_as_a_warning_where_reflection_is_switched_off(string configuration) => Check<JsonContextAnalyzer>.ReportsUnder(
        configuration,
        [Program("builder.AddJson({|#0:AppJson.Default|})"), Context("Level"), Rest, Planner],
        Missing("Plan", "an input of node 'Start'").WithSeverity(DiagnosticSeverity.Warning));

    [Theory]
    [InlineData("builder.AddJson({|AGENT0313:new AppJson(new System.Text.Json.JsonSerializerOptions())|})")]
    [InlineData("builder.AddJson(resolver: {|AGENT0313:AppJson.Default|})")]
    [InlineData("builder.AddJson((System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver){|AGENT0313:AppJson.Default|})")]
    [InlineData("new Func<AgentsBuilder>(() => builder.AddJson({|AGENT0313:AppJson.Default|}))()")]
    [InlineData("builder.AddJson({|AGENT0313:AppJson.Default|}).AddJson(new AppJson())")]
    public Task Flagged_however_the_context_is_given(string call) => Check<JsonContextAnalyzer>.Reports(
        Program(call), Context("Level"), Rest, Planner);

    /// <summary>An array or a list is more than its elements, and what the source generator does not see it does not write.</summary>
    [Theory]
    [InlineData("Plan[]", "Plan")]
    [InlineData("IReadOnlyList<Plan>", "List<Plan>")]
    [InlineData("Level?", "Level")]
    [InlineData("Hidden", "Holder")]
    [InlineData("Ignored", "Holder")]
    [InlineData("Inner", "Converted")]
    [InlineData("Inner", "Unused")]
    public Task Flagged_where_it_is_not_reached(string type, string listed) => Check<JsonContextAnalyzer>.Reports(
        [Program("builder.AddJson({|#0:AppJson.Default|})"), Context(listed), Rest, AgentThatTakes(type)],
        Missing(type, "an input of node 'Start'"));

    [Theory]
    [InlineData("Plan", "Plan")]
    [InlineData("Plan?", "Plan")]
    [InlineData("Plan", "List<Plan[]>")]
    [InlineData("Plan", "Dictionary<string, (int Number, Plan Plan)>")]
    [InlineData("Level", "Level?")]
    [InlineData("(int A, Plan B)", "(int, Plan)")]
    [InlineData("List<(int A, Plan? B)>", "List<(int, Plan)>")]
    [InlineData("Plan", "Holder")]
    [InlineData("Level", "Plan")]
    [InlineData("Plan", "Plans")]
    [InlineData("Inherited", "Holder")]
    [InlineData("Included", "Holder")]
    [InlineData("Inner", "Shape")]
    [InlineData("Progress", "Plan")]
    [InlineData("Progress.Started", "Plan")]
    [InlineData("Guid?", "Plan")]
    [InlineData("byte[]", "Plan")]
    [InlineData("System.Text.Json.Nodes.JsonObject", "Plan")]
    [InlineData("System.Text.Json.JsonElement?", "Plan")]
    [InlineData("object", "Plan")]
    [InlineData("{|CS0246:Pla|}", "Plan")]
    [InlineData("[Service] IServiceProvider", "Plan")]
    public Task Not_flagged(string type, string listed) => Check<JsonContextAnalyzer>.Reports(
        Program("builder.AddJson(AppJson.Default)"), Context(listed), Rest, AgentThatTakes(type));

    [Theory]
    [InlineData("builder.AddJson(System.Text.Json.Serialization.Metadata.JsonTypeInfoResolver.Combine(AppJson.Default, null))")]
    [InlineData("builder.AddJson(AppJson.Default).AddJson(new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver())")]
    [InlineData("builder.AddJson(Any)")]
    [InlineData("AddJson(AppJson.Default)")]
    [InlineData("builder.AddJson({|CS0103:Misspelt|})")]
    [InlineData("builder.{|CS7036:AddJson|}()")]
    public Task Not_flagged_where_it_is_not_sure_what_is_known(string call) => Check<JsonContextAnalyzer>.Reports(
        Program(call), Context(), Rest, Planner);

    [Fact]
    public Task Not_flagged_where_another_context_lists_it() => Check<JsonContextAnalyzer>.Reports(
        Program("builder.AddJson(AppJson.Default)"),
        Context("Level"),
        Rest,
        Rest.Replace("AppJson", "OtherJson", StringComparison.Ordinal),
        Context("Plan").Replace("AppJson", "OtherJson", StringComparison.Ordinal),
        Planner);

    [Fact]
    public Task Not_flagged_for_modules_that_are_not_registered_beside_it() => Check<JsonContextAnalyzer>.Reports(
        Program("builder.AddJson(AppJson.Default).AddGreeter()"), Context(), Rest, Planner,
        "[AgentModule] public partial class Greeter { [Node] public string Greet(string name) => name; }");

    [Fact]
    public Task Not_flagged_without_a_module() => Check<JsonContextAnalyzer>.Reports(
        Program("builder.AddJson(AppJson.Default)"), Context(), Rest, "public record Plan(string Topic);");

    [Fact]
    public Task Not_flagged_in_generated_code() => Check<JsonContextAnalyzer>.Reports(
        "// <auto-generated/>\n" + Program("builder.AddJson(AppJson.Default)"), Context(), Rest, Planner);

    [Fact]
    public async Task Not_flagged_for_what_a_context_of_another_project_lists()
    {
        var library = Compile(
            "Library", Project.References,
            "namespace Library; public record Plan(string Topic); public enum Level { Low }", Context("Library.Plan"), Rest);
        using var assembly = new MemoryStream();
        Assert.True(library.Emit(assembly, cancellationToken: TestContext.Current.CancellationToken).Success);
        assembly.Position = 0;
        var app = Compile(
            "App", [.. Project.References, MetadataReference.CreateFromStream(assembly)],
            Project.Usings,
            Program("builder.AddJson(AppJson.Default)"),
            "using Library; [AgentModule] public partial class Planner { [Node] public string Start(Plan plan, Level level) => plan.Topic; }");

        var diagnostics = await Analysis.Of(app, TestContext.Current.CancellationToken);

        var missing = Assert.Single(diagnostics, diagnostic => diagnostic.Id == Rules.NotInJsonContext.Id);
        Assert.StartsWith("'Level',", missing.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static DiagnosticResult Missing(string type, string role) =>
        Check<JsonContextAnalyzer>.Rule(Rules.NotInJsonContext, 0, type, role, "AppJson");

    private static CSharpCompilation Compile(string name, IEnumerable<MetadataReference> references, params string[] sources) =>
        CSharpCompilation.Create(
            name,
            sources.Select(source => CSharpSyntaxTree.ParseText(source, Project.ParseOptions, cancellationToken: TestContext.Current.CancellationToken)),
            references,
            Project.CompilationOptions);
}
