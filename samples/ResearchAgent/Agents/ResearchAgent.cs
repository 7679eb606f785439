using Agents;

namespace Research;

/// <summary>
/// Plans, searches in parallel, gathers, has a person review the draft, and publishes it. What the person misses is planned
/// for in another round.
/// </summary>
[AgentModule]
public sealed partial class ResearchAgent(Library library, SearcherClient searcher)
{
    /// <summary>Opens a scope: one search for each topic that is asked for and not known yet.</summary>
    [AggregateStart(Entry = true), Budget(Rounds = 5)]
    public async Task<Brief> Plan(Brief brief, ChunkWriter<string> steps, Edge<string> search, CancellationToken cancellationToken)
    {
        var topics = library.TopicsIn(brief.Wish ?? brief.Question).Except(brief.Known.Select(finding => finding.Topic)).ToList();
        await steps.WriteAsync(topics is [] ? "nothing new to look for" : $"look for {string.Join(", ", topics)}", cancellationToken);
        foreach (var topic in topics)
            search.Emit(topic);
        return brief;                                   // goes to Gather
    }

    /// <summary>Calls another agent: a child run, with streams of its own.</summary>
    [Node]
    public async Task Search(string topic, Edge<Finding> gather, CancellationToken cancellationToken) =>
        gather.Emit(await searcher.InvokeAsync(topic, cancellationToken: cancellationToken));

    /// <summary>Closes the scope: runs once, when all searches are done, with what they found in the order of the plan.</summary>
    [Aggregate]
    public void Gather(IReadOnlyList<Finding> findings, Brief brief, Edge<Brief> review) =>
        review.Emit(brief with { Known = [.. brief.Known, .. findings] });

    /// <summary>Asks a person, however long that takes: neither a thread nor a slot is held meanwhile.</summary>
    [Node]
    public async Task Review(
        Brief draft, HumanInput<Brief, Verdict> approval, Edge<Brief> plan, Edge<Brief> publish, CancellationToken cancellationToken)
    {
        var verdict = await approval.AskAsync(draft, cancellationToken: cancellationToken);
        if (verdict.Wish is { } wish)
            plan.Emit(draft with { Wish = wish });      // another round
        else
            publish.Emit(draft);
    }

    /// <summary>Gives the result of the run.</summary>
    [Node]
    public async Task<Report> Publish(Brief draft, ChunkWriter<string> steps, CancellationToken cancellationToken)
    {
        var report = new Report(draft.Question, [.. draft.Known.SelectMany(finding => finding.Facts)]);
        await steps.WriteAsync($"{report.Facts.Count} facts", cancellationToken);
        return report;
    }
}
