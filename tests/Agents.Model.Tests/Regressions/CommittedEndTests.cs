using Xunit;

namespace Agents.Model.Tests;

public sealed class CommittedEndTests
{
    [Fact]
    public async Task The_end_names_the_last_attempt_also_where_nothing_is_committed()
    {
        await using var stage = Stage.Of(Write.Agent(
            Write.Node("only", static (_, _) => throw new InvalidOperationException("never"), maxAttempts: 2)));
        var run = await stage.StartAsync();
        await run.WaitForEndAsync(CancellationToken.None).ContinueWith(static _ => { });

        var items = await run.GetStream<int>(0).StreamAsync(new StreamOptions { Committed = true }).ReadItemsAsync().ToListAsync();

        var end = Assert.Single(items);
        Assert.Equal(StreamItemKind.End, end.Kind);
        Assert.Equal(RunStatus.Failed, end.Outcome?.Status);
        Assert.Equal(2, end.Attempt);
    }
}
