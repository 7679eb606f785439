using Agents.Infrastructure;

namespace Agents.Generators.Tests.Compiled;

/// <summary>Generated scopes, human inputs, changes and settings at work.</summary>
public class ScopeTests
{
    private static readonly AgentDefinition<ReviewAgent, string[], string> Definition = ReviewAgent.AgentWiring.Definition;
    private readonly ReviewAgent module = new();
    private readonly RecordingGather gather = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static NodeDefinition<ReviewAgent, (object, long?), string> Aggregate => (NodeDefinition<ReviewAgent, (object, long?), string>)Definition.Nodes[2];

    [Fact]
    public void A_start_gives_its_value_to_its_aggregate_and_no_result()
    {
        var rate = new RecordingTarget<string>();
        var start = Definition.EntryNode;
        var attempt = new FakeAttempt(null, null, start.Edges[0].Bind(rate), start.Edges[1].Bind(gather));
        Assert.Equal(NodeReturnKind.Start, start.Invoke(module, ["ab", "cde"], attempt).Read(out _, out var value));
        Assert.Equal(2, value);
        Assert.Equal(["ab", "cde"], rate.Emitted);
        Assert.Equal(2, start.Aggregate);
        Assert.False(start.GivesResult);
        Assert.Single(gather.Items);
    }

    [Fact]
    public void A_start_may_give_null_where_its_aggregate_takes_it()
    {
        var start = Definition.EntryNode;
        var attempt = new FakeAttempt(null, null, new RecordingTarget<string>(), start.Edges[1].Bind(gather));
        Assert.Equal(NodeReturnKind.Start, start.Invoke(module, [], attempt).Read(out _, out var value));
        Assert.Null(value);
    }

    [Fact]
    public void Items_of_several_types_feed_one_fold()
    {
        Assert.True(Aggregate.IsAggregate);
        var fold = Aggregate.Fold!.Begin();
        var start = (EdgeTarget<int>)Definition.EntryNode.Edges[1].Bind(gather);
        var member = (EdgeTarget<(string, int)>)Definition.Nodes[1].Edges[0].Bind(gather);
        start.Emit(null, 90);
        member.Emit(null, ("abc", 2));
        member.Emit(null, ("ab", 2));
        fold.Add(gather.Items[0]);
        fold.Add(gather.Items[1]);
        Assert.False(fold.IsFinished);
        fold.Add(gather.Items[2]);
        Assert.True(fold.IsFinished);
        Assert.Equal(("100", 2L), fold.Finish(2));
    }

    [Fact]
    public void An_empty_fold_finishes_without_the_start_s_value() =>
        Assert.Equal(("0", (long?)null), Aggregate.Fold!.Begin().Finish(null));

    [Fact]
    public void A_fold_says_what_the_attribute_and_the_aggregator_say()
    {
        Assert.True(Aggregate.Fold!.MayFinishEarly);
        Assert.True(Aggregate.Fold.IsOrdered);
        Assert.Equal(EarlyFinish.Drain, Aggregate.Fold.OnEarlyFinish);
        Assert.Equal("sum", Aggregate.Name);
    }

    [Fact]
    public void Nulls_are_refused_where_what_is_gathered_has_none()
    {
        var edge = (EdgeTarget<(string, int)>)Definition.Nodes[1].Edges[0].Bind(gather);
        Assert.Equal("item.Item1", Assert.Throws<ArgumentNullException>(() => edge.Emit(null, (null!, 1))).ParamName);
        Assert.Empty(gather.Items);
    }

    [Theory]
    [InlineData(true, "approved")]
    [InlineData(false, null)]
    public async Task People_are_asked_by_the_right_input(bool pays, string? expected)
    {
        var node = (NodeDefinition<ReviewAgent, string, string>)Definition.Nodes[3];
        var attempt = new FakeAttempt(null)
        {
            People = [new FakePerson<string?, string?>(_ => "approved"), new FakePerson<int, bool>(length => length == 4 && pays)],
        };
        var returned = node.Invoke(module, "text", attempt);
        if (returned.Task is { } task)
            await task;
        returned.Read(out var result);
        Assert.Equal(expected, result);
        Assert.Equal(
            [("approval", typeof(string), true, typeof(string), true), ("payment", typeof(int), false, typeof(bool), false)],
            node.HumanInputs.Select(input => (
                input.Name, input.QuestionType, input.QuestionAllowsNull, input.AnswerType, input.AnswerAllowsNull)));
    }

    [Fact]
    public void The_graph_shows_who_asks_people()
    {
        var judge = ReviewAgent.Graph.Nodes[3];
        Assert.Equal([new("approval", typeof(string), typeof(string)), new("payment", typeof(int), typeof(bool))], judge.HumanInputs);
        Assert.Contains("    n3 -.-|\"int → bool\"| p1\n", ReviewAgent.Graph.ToMermaid(), StringComparison.Ordinal);
        Assert.Empty(ReviewAgent.Graph.Entry.HumanInputs);
    }

    [Fact]
    public async Task A_run_has_its_human_inputs_as_properties()
    {
        var run = await new ReviewAgentClient(new FakeRuntime()).StartAsync([], cancellationToken: Token);
        Assert.Equal("approval", Assert.IsType<FakeRequests<string?, string?>>(run.Approval).Input);
        Assert.Equal("payment", Assert.IsType<FakeRequests<int, bool>>(run.Payment).Input);
    }

    [Fact]
    public async Task A_fork_hands_on_what_is_changed()
    {
        var runtime = new FakeRuntime();
        var options = new RunOptions { Key = "k" };
        var source = RunId.FromKey("source");
        var run = await new ReviewAgentClient(runtime).ForkAsync(
            source, changes => changes.Rate(new(source, 2), "a").Rated(new(source, 4), "7", 3).Rate(new(source, 2), "b"), options, Token);
        Assert.Equal("review", run.Agent);
        Assert.Equal((source, options, Token), (runtime.Forked, runtime.Options, runtime.Token));
        Assert.Equal(
            [new InvocationChange<(object, long?)>(2, new(source, 4), ("7", 3)), new InvocationChange<string>(1, new(source, 2), "b")],
            runtime.Changes!);
    }

    [Fact]
    public async Task A_fork_may_change_nothing_and_a_retry_does()
    {
        var runtime = new FakeRuntime();
        await new ReviewAgentClient(runtime).ForkAsync(default, cancellationToken: Token);
        Assert.Empty(runtime.Changes!);
        var source = RunId.FromKey("source");
        await new ReviewAgentClient(runtime).RetryAsync(source, cancellationToken: Token);
        Assert.Equal(source, runtime.Forked);
    }

    [Fact]
    public void Changes_refuse_nulls_as_the_node_does() =>
        Assert.Equal("text", Assert.Throws<ArgumentNullException>(() => new ReviewAgentChanges().Rate(default, null!)).ParamName);

    [Fact]
    public void Budgets_and_caches_are_set()
    {
        Assert.Equal((50, 0, 1.5), (Definition.InvocationBudget, Definition.ChunkBudget, Definition.SecondsBudget));
        Assert.Equal((2, 60), (Definition.Nodes[1].Rounds, Definition.Nodes[1].CacheSeconds));
    }
}
