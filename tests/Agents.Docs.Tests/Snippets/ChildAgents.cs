using Agents;
using Agents.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Docs.Tests.Snippets;

[AgentModule]
public sealed partial class Researcher
{
    [Node]
    public async Task<string> Research(string topic, ChunkWriter<string> notes, NodeContext context, CancellationToken cancellationToken)
    {
        await notes.WriteAsync($"looking for {topic}", cancellationToken);
        await Task.Delay(TimeSpan.FromMinutes(topic.Length), context.TimeProvider, cancellationToken);
        await notes.WriteAsync($"found {topic}", cancellationToken);
        return $"all about {topic}";
    }
}

#region call
[AgentModule]
public sealed partial class Author(ResearcherClient researcher)             // the generated client of another agent
{
    [Node]
    public async Task<string> Write(string[] topics, ChunkWriter<string> progress, CancellationToken cancellationToken)
    {
        var texts = await Task.WhenAll(topics.Select(async topic =>
        {
            var run = await researcher.StartAsync(topic, cancellationToken: cancellationToken);        // a child of this run
            await foreach (var note in run.Research.StreamAsync().WithCancellation(cancellationToken))
                await progress.WriteAsync(note, cancellationToken);
            return await run.GetResultAsync(cancellationToken);
        }));
        return string.Join("; ", texts);
    }
}
#endregion

#region key
[AgentModule]
public sealed partial class Clinic(ResearcherClient researcher)
{
    [Node]
    public async Task<string> Diagnose(string complaint, NodeContext context, CancellationToken cancellationToken)
    {
        var opinions = await Task.WhenAll(
            researcher.InvokeAsync(complaint, new RunOptions { Key = "first opinion" }, cancellationToken),
            researcher.InvokeAsync(complaint, new RunOptions { Key = "second opinion" }, cancellationToken));
        if (context.Attempt == 1)
            throw new IOException("The records are locked.");               // attempt 2 finds both opinions again
        return string.Join(", ", opinions);
    }
}
#endregion

#region detached
[AgentModule]
public sealed partial class Desk(ResearcherClient researcher)
{
    [Node]
    public async Task<string> Order(string topic, NodeContext context, CancellationToken cancellationToken)
    {
        var options = new RunOptions { Detached = true, Key = context.IdempotencyKey };     // once, whatever becomes of this run
        var run = await researcher.StartAsync(topic, options, cancellationToken);
        return run.Id.ToString();
    }
}
#endregion

/// <summary>What docs/child-agents.md shows.</summary>
public sealed class ChildAgents
{
    private static readonly string[] Topics = ["tea", "bread"];

    [Fact]
    public Task A_tree_is_read() => RunAsync(static async host =>
    {
        var run = await host.Get<AuthorClient>().StartAsync(Topics);
        var researcher = host.Get<ResearcherClient>();
        var place = default(Cursor?);
        var chunks = 0;

        #region tree
        await foreach (var recorded in run.ReadEventsAsync(includeChildren: true))
        {
            if (recorded is RunEvent.Chunk chunk)
                Console.WriteLine($"{(chunk.Run == run.Id ? "" : "  ")}{chunk.Node}: {chunk.Value}");
            place = recorded.Cursor;            // holds a place in each run
            if (++chunks == 12)
                break;
        }

        var rest = run.ReadEventsAsync(after: place, includeChildren: true);
        #endregion

        var all = await run.ReadEventsAsync(includeChildren: true).CountAsync();
        Assert.Equal(all - 12, await rest.CountAsync());
        await run.ShouldGiveAsync("all about tea; all about bread");
        await RunInvariants.CheckAsync(run, includeChildren: true);
        var found = 0;

        #region outside
        foreach (var child in await run.GetChildrenAsync())
        {
            var research = await researcher.GetRunAsync(child.Id);
            var notes = await research!.Research.StreamAsync().ToListAsync();
            Console.WriteLine($"{child.Agent}, started by {child.Parent}: {notes.Count} notes");
            found += notes.Count;
        }
        #endregion

        Assert.Equal(4, found);
    });

    [Fact]
    public Task Children_are_found_again() => RunAsync(static async host =>
    {
        var run = await host.Get<ClinicClient>().StartAsync("cough");
        await run.ShouldGiveAsync("all about cough, all about cough");
        var started = await run.ReadEventsAsync().OfType<RunEvent.ChildStarted>().ToListAsync();
        Assert.Equal([("first opinion", 1), ("second opinion", 1)], started.Select(static child => (child.Key!, child.Generation)));
    });

    [Fact]
    public Task A_failed_child_makes_way() => RunAsync(static async host =>
    {
        host.Faults.FailAttempt("Research", 1, new NonRetryableException("The library is closed."));
        var run = await host.Get<ClinicClient>().StartAsync("cough");
        await run.ShouldFailAsync(FailureCodes.Exception);
        var started = await run.ReadEventsAsync().OfType<RunEvent.ChildStarted>().ToListAsync();
        Assert.Equal([1, 2, 3], started.Where(static child => child.Key == "first opinion").Select(static child => child.Generation));
    });

    [Fact]
    public Task A_cancel_goes_down() => RunAsync(static async host =>
    {
        var run = await host.Get<AuthorClient>().StartAsync(Topics);
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        await run.CancelAsync("Enough.");
        await run.ShouldBeCanceledAsync();
        Assert.All(await run.GetChildrenAsync(), child =>
            Assert.Equal($"The parent run {run.Id} was canceled: Enough.", child.CancelReason));
    });

    [Fact]
    public Task Detached_runs_are_of_their_own() => RunAsync(static async host =>
    {
        var run = await host.Get<DeskClient>().StartAsync("tea");
        var other = await host.Get<ResearcherClient>().GetRunAsync(RunId.Parse(await run.GetResultAsync()));
        Assert.Empty(await run.GetChildrenAsync());
        Assert.Equal((null, 0), ((await other!.GetInfoAsync()).Parent, (await other.GetInfoAsync()).Depth));
        await other.ShouldCompleteAsync();
    });

    private static Task RunAsync(Func<AgentTestHost, Task> test) =>
        AgentTestHost.RunAsync(static agents => agents.AddResearcher().AddAuthor().AddClinic().AddDesk(), test);
}
