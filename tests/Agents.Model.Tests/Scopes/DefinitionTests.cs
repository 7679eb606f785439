using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Graphs with scopes: how they are drawn, told apart, and checked.</summary>
public sealed class DefinitionTests
{
    private static AgentDefinition<Robot, Job, string> Sample(EdgeDefinition gather) => Write.Agent<string>(
        0,
        Scoped.Split(2, 0, Scoped.To(1)),
        Scoped.Member("member", static (_, _) => Task.CompletedTask, [gather]),
        Scoped.Aggregate<ListAggregator<(string, int)>, (string, int), List<(string, int)>, IReadOnlyList<(string, int)>>("combine", static (_, _, _) => "done", []));

    private static EdgeDefinition Pairs { get; } = new GatherEdgeDefinition<(string, int), List<(string, int)>>("gather", 2, static (ref state, item) => state.Add(item));

    private static EdgeDefinition Texts { get; } = new GatherEdgeDefinition<string, List<(string, int)>>("gather", 2, static (ref state, item) => state.Add((item, 0)));

    [Fact]
    public void A_graph_knows_its_scopes()
    {
        var graph = Sample(Pairs).Graph;
        Assert.Equal([GraphNodeKind.AggregateStart, GraphNodeKind.Node, GraphNodeKind.Aggregate], graph.Nodes.Select(static node => node.Kind));
        Assert.Equal(["combine", null, null], graph.Nodes.Select(static node => node.Aggregate));
        Assert.Equal([typeof(string), typeof(int)], graph.Nodes[1].Edges[0].Payload);
        Assert.Equal(
            """
            flowchart TD
                n0[/"split"\]
                n1["member<br/>streams int"]
                n2[\"combine<br/>streams int"/]
                n0 -->|"Job"| n1
                n0 -. scope .-> n2
                n1 -->|"string, int"| n2
                n2 -.-> result(("string"))

            """,
            graph.ToMermaid());
    }

    [Fact]
    public void Fingerprints_tell_scopes_and_items_apart()
    {
        Assert.Equal(Sample(Pairs).Graph.Fingerprint, Sample(Pairs).Graph.Fingerprint);
        Assert.NotEqual(Sample(Pairs).Graph.Fingerprint, Sample(Texts).Graph.Fingerprint);
        var other = Write.Agent<string>(0, [
            new NodeDefinition<Robot, Job, string>("split", Write.JobInput, static (_, _, _) => NodeReturn<string>.Nothing) { Edges = [Scoped.To(1)] },
            .. Sample(Pairs).Nodes.Skip(1)]);
        Assert.NotEqual(Sample(Pairs).Graph.Fingerprint, other.Graph.Fingerprint);
    }

    [Fact]
    public void A_graph_knows_whom_its_nodes_ask()
    {
        var graph = Asking(new HumanInputDefinition<string, bool>("approval"), new HumanInputDefinition<int, string?[]>("payment")).Graph;
        Assert.Equal(
            [new GraphHumanInput("approval", typeof(string), typeof(bool)), new GraphHumanInput("payment", typeof(int), typeof(string[]))],
            graph.Nodes[1].HumanInputs);
        Assert.Equal(
            """
            flowchart TD
                n0(["check"])
                n1["ship"]
                p0{{"approval"}}
                p1{{"payment"}}
                n0 -.-|"string → bool"| p0
                n1 -.-|"string → bool"| p0
                n1 -.-|"int → string[]"| p1

            """,
            graph.ToMermaid());
    }

    [Fact]
    public void Fingerprints_tell_questions_apart()
    {
        Assert.Equal(FingerprintOf("approval", true), FingerprintOf("approval", true));
        Assert.NotEqual(FingerprintOf("approval", true), Asking().Graph.Fingerprint);
        Assert.NotEqual(FingerprintOf("approval", true), FingerprintOf("consent", true));
        Assert.NotEqual(FingerprintOf("approval", true), FingerprintOf("approval", 1));
        Assert.NotEqual(
            Asking(new HumanInputDefinition<string, bool>("approval")).Graph.Fingerprint,
            Asking(new HumanInputDefinition<bool, string>("approval")).Graph.Fingerprint);

        static string FingerprintOf<T>(string name, T _) => Asking(new HumanInputDefinition<string, T>(name)).Graph.Fingerprint;
    }

    /// <summary>Two nodes, of which the first asks by the first of the inputs, the second by all.</summary>
    private static AgentDefinition<Robot, Job, string> Asking(params HumanInputDefinition[] inputs) => Write.Agent<string>(
        0,
        new NodeDefinition<Robot, Job, string>("check", Write.JobInput, static (_, _, _) => NodeReturn<string>.Nothing) { HumanInputs = [.. inputs.Take(1)] },
        new NodeDefinition<Robot, Job, string>("ship", Write.JobInput, static (_, _, _) => NodeReturn<string>.Nothing) { HumanInputs = inputs });

    private static NodeDefinition<Robot, (IReadOnlyList<string> Fold, object? Start), string> Combine { get; } =
        Scoped.Aggregate<string>("combine", static (_, _, _) => "done");

    private static NodeDefinition<Robot, Job, string> StartOf(int aggregate, bool givesResult = false) =>
        new("split", Write.JobInput, static (_, _, _) => NodeReturn<string>.Nothing) { Aggregate = aggregate, GivesResult = givesResult };

    private static NodeDefinition<Robot, Job, string> Emitting(EdgeDefinition edge) =>
        new("emitting", Write.JobInput, static (_, _, _) => NodeReturn<string>.Nothing) { Edges = [edge] };

    public static TheoryData<string, string> Wrong() => new()
    {
        { "no such node", "node 'split' names node 7 as its aggregate, but there are 2 nodes" },
        { "negative", "node 'split' names node -1 as its aggregate" },
        { "no aggregate", "node 'split' names 'emitting' as its aggregate, but that has no fold" },
        { "result", "node 'split' opens a scope and gives a result" },
        { "no start", "node 'combine' is an aggregate, but no start names it" },
        { "plain edge", "node 'emitting' emits to aggregate 'combine' by edge 'next', which is none that gathers" },
        { "gathering edge", "node 'emitting' gathers by edge 'gather', but 'split' is no aggregate" },
        { "entry", "node 'combine' is the entry" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_work_is_refused_when_the_agent_is_connected(string what, string message)
    {
        NodeDefinition<Robot, string>[] nodes = what switch
        {
            "no such node" => [StartOf(7), Combine],
            "negative" => [StartOf(-1), Combine],
            "no aggregate" => [StartOf(1), Emitting(Scoped.To(0))],
            "result" => [StartOf(1, givesResult: true), Combine],
            "no start" => [Emitting(Scoped.To(0)), Combine],
            "plain edge" => [StartOf(1), Combine, Emitting(Scoped.To(1))],
            "gathering edge" => [StartOf(1), Combine, Emitting(Scoped.Gather<string>(0))],
            _ => [Combine, StartOf(0)],
        };
        var thrown = Assert.Throws<InvalidOperationException>(() => Stage.Of(Write.Agent(0, nodes)));
        Assert.StartsWith("The definition of agent 'robot' is wrong: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }
}
