namespace Agents.Runtime.Tests.Forks;

/// <summary>Forks by generated clients: typed changes, retries, foreign runs.</summary>
public sealed class Changing
{
    private static InvocationId At(AgentRun run, int ordinal) => new(run.Id, ordinal);

    /// <summary>A finished run of three searches; what is called from then on is recorded.</summary>
    private static async Task<(SurveyRun Run, Recorder<string> Calls)> SurveyAsync(TestHost host)
    {
        var run = await host.Get<SurveyClient>().StartAsync("cats", 3);
        Assert.Equal("3: cats 1, cats 2, cats 3", await run.GetResultAsync().Soon());
        await run.WaitForEndAsync().Soon();
        return (run, Record(host));
    }

    private static Recorder<string> Record(TestHost host)
    {
        var calls = new Recorder<string>();
        foreach (var node in (string[])["Plan", "Search", "Report"])
        {
            host.Script[node] = call =>
            {
                calls.Add($"{node} {call.Payload}");
                return Task.CompletedTask;
            };
        }

        return calls;
    }

    [Fact]
    public async Task A_search_for_something_else()
    {
        await using var host = TestHost.Create();
        var (run, calls) = await SurveyAsync(host);
        var fork = await host.Get<SurveyClient>().ForkAsync(run.Id, changes => changes.Search(At(run, 3), "dogs"));
        Assert.Equal("3: cats 1, dogs, cats 3", await fork.GetResultAsync().Soon());
        await fork.WaitForEndAsync().Soon();
        Assert.Equal(["Search dogs", "Report cats 1, dogs, cats 3"], calls.Seen);
        Assert.Equal(["cats 1!", "cats 2!", "cats 3!"], (await run.Search.StreamAllAsync().ToListSoon()).Select(static chunk => chunk.Value).Order());
        Assert.Equal(["cats 1!", "cats 3!", "dogs!"], (await fork.Search.StreamAllAsync().ToListSoon()).Select(static chunk => chunk.Value).Order());
        Assert.Equal(run.Id, (await fork.GetInfoAsync()).ForkedFrom);
    }

    [Fact]
    public async Task Several_at_once_the_entry_and_the_aggregate()
    {
        await using var host = TestHost.Create();
        var (run, calls) = await SurveyAsync(host);
        var client = host.Get<SurveyClient>();
        var two = await client.ForkAsync(run.Id, changes => changes.Search(At(run, 2), "dogs").Search(At(run, 3), "wrong").Search(At(run, 3), "birds"));
        Assert.Equal("3: dogs, birds, cats 3", await two.GetResultAsync().Soon());
        var entry = await client.ForkAsync(run.Id, changes => changes.Plan(At(run, 1), "fish", 1));
        Assert.Equal("1: fish 1", await entry.GetResultAsync().Soon());
        var aggregate = await client.ForkAsync(run.Id, changes => changes.Report(At(run, 5), ["given"], 7));
        Assert.Equal("7: given", await aggregate.GetResultAsync().Soon());
        Assert.Equal(7, calls.Seen.Count);
        var thrown = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await client.ForkAsync(run.Id, changes => changes.Search(At(run, 2), "dogs").Report(At(run, 5), [], 0)));
        Assert.Contains("follow", thrown.Message, StringComparison.Ordinal);
        Assert.Equal([two.Id, entry.Id, aggregate.Id], (await run.GetInfoAsync()).Forks);
    }

    [Fact]
    public async Task A_retry_searches_only_for_what_failed()
    {
        await using var host = TestHost.Create();
        var others = new Signal();
        var done = 0;
        host.Script["Search"] = async call =>
        {
            if ((string)call.Payload! == "cats 2")
            {
                await others.WaitAsync();
                throw new InvalidOperationException("No network.");
            }
        };
        var run = await host.Get<SurveyClient>().StartAsync("cats", 3);
        await using (var events = new Probe<RunEvent>(run.ReadEventsAsync()))
        {
            while (done < 3)
                done += await events.NextAsync() is RunEvent.InvocationCompleted ? 1 : 0;
        }

        others.Set();
        await Assert.ThrowsAsync<AgentFailedException>(() => run.WaitForEndAsync().Soon());
        var calls = Record(host);
        var retry = await host.Get<SurveyClient>().RetryAsync(run.Id);
        Assert.Equal("3: cats 1, cats 2, cats 3", await retry.GetResultAsync().Soon());
        Assert.Equal(["Search cats 2", "Report cats 1, cats 2, cats 3"], calls.Seen);
    }

    [Fact]
    public async Task A_run_of_another_agent()
    {
        await using var host = TestHost.Create();
        var (run, _) = await SurveyAsync(host);
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.SoloClient.ForkAsync(run.Id));
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.SoloClient.RetryAsync(run.Id));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await host.Get<SurveyClient>().RetryAsync(run.Id));
        Assert.Empty((await run.GetInfoAsync()).Forks);
    }
}
