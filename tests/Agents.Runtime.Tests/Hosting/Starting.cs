namespace Agents.Runtime.Tests.Hosting;

/// <summary>Starts: idempotent by key, with metadata, found and listed again.</summary>
public sealed class Starting
{
    [Fact]
    public async Task A_known_key_gives_the_same_run()
    {
        await using var host = TestHost.Create();
        var calls = 0;
        host.Solo.Work = _ =>
        {
            Interlocked.Increment(ref calls);
            return Task.FromResult<string?>("done");
        };
        var options = new RunOptions { Key = "order-42" };
        var first = await host.SoloClient.StartAsync("x", options);
        var second = await host.SoloClient.StartAsync("x", options);
        await first.WaitForEndAsync().Soon();
        var third = await host.SoloClient.StartAsync("x", options);
        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Id, third.Id);
        Assert.Equal(RunId.FromKey("order-42"), first.Id);
        Assert.Equal("done", await third.GetResultAsync().Soon());
        Assert.Equal(1, calls);
        Assert.Equal("order-42", (await first.GetInfoAsync()).Key);
        Assert.NotEqual(first.Id, (await host.SoloClient.StartAsync("x", options with { Key = "order-43" })).Id);
    }

    [Fact]
    public async Task A_known_key_with_other_inputs_is_a_conflict()
    {
        await using var host = TestHost.Create();
        var first = await host.SoloClient.StartAsync("x", new RunOptions { Key = "k" });
        var conflict = await Assert.ThrowsAsync<RunConflictException>(
            async () => await host.SoloClient.StartAsync("y", new RunOptions { Key = "k" }));
        Assert.Equal((first.Id, "k"), (conflict.Run, conflict.Key));
        Assert.Contains("other inputs", conflict.Message, StringComparison.Ordinal);
        await first.WaitForEndAsync().Soon();
    }

    [Fact]
    public async Task A_known_key_of_another_agent_is_a_conflict()
    {
        await using var host = TestHost.Create();
        await host.SoloClient.StartAsync("x", new RunOptions { Key = "k" });
        var conflict = await Assert.ThrowsAsync<RunConflictException>(
            async () => await host.TreeClient.StartAsync("x", new RunOptions { Key = "k" }));
        Assert.Contains("Solo", conflict.Message, StringComparison.Ordinal);
        Assert.Contains("Tree", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inputs_without_value_equality_are_compared_as_JSON()
    {
        await using var host = TestHost.Create();
        var client = host.Get<FormsClient>();
        var options = new RunOptions { Key = "form" };
        var first = await client.StartAsync("n", 1, ["a", "b"], true, options);
        Assert.Equal(first.Id, (await client.StartAsync("n", 1, ["a", "b"], true, options)).Id);
        await Assert.ThrowsAsync<RunConflictException>(async () => await client.StartAsync("n", 1, ["a", "c"], true, options));
        await Assert.ThrowsAsync<RunConflictException>(async () => await client.StartAsync("n", 1, null, true, options));
    }

    [Fact]
    public async Task Inputs_that_cannot_be_compared_are_refused_by_name()
    {
        await using var host = TestHost.Create();
        var client = host.Get<CyclicClient>();
        var options = new RunOptions { Key = "cycle" };
        var first = new Knot();
        first.Self = first;
        var second = new Knot();
        second.Self = second;
        var run = await client.StartAsync(first, options);
        Assert.Equal(run.Id, (await client.StartAsync(first, options)).Id);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await client.StartAsync(second, options));
        Assert.Contains("knot", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_starts_with_one_key_give_one_run()
    {
        await using var host = TestHost.Create();
        var calls = 0;
        host.Solo.Work = _ =>
        {
            Interlocked.Increment(ref calls);
            return Task.FromResult<string?>("done");
        };
        for (var round = 0; round < 50; round++)
        {
            var options = new RunOptions { Key = $"round {round}" };
            var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () => await host.SoloClient.StartAsync("x", options))));
            Assert.Single(runs.Select(static run => run.Id).Distinct());
            foreach (var run in runs)
                Assert.Equal("done", await run.GetResultAsync().Soon());
        }

        Assert.Equal(50, calls);
    }

    [Fact]
    public async Task Options_that_cannot_be_meant_are_refused()
    {
        await using var host = TestHost.Create();
        foreach (var (options, name) in new (RunOptions, string)[]
        {
            (new() { Key = "" }, "Key"),
            (new() { MaxAttempts = 0 }, "MaxAttempts"),
            (new() { Timeout = TimeSpan.Zero }, "Timeout"),
            (new() { Timeout = TimeSpan.FromSeconds(-1) }, "Timeout"),
            (new() { AttemptTimeout = TimeSpan.Zero }, "AttemptTimeout"),
        })
        {
            var exception = await Assert.ThrowsAnyAsync<ArgumentException>(async () => await host.SoloClient.StartAsync("x", options));
            Assert.Contains($"RunOptions.{name}", exception.Message, StringComparison.Ordinal);
        }

        Assert.Empty(await host.SoloClient.ListRunsAsync().ToListSoon());
    }

    [Fact]
    public async Task A_null_input_is_refused_by_its_name()
    {
        await using var host = TestHost.Create();
        Assert.Equal("input", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await host.SoloClient.StartAsync(null!))).ParamName);
        Assert.Equal("name", (await Assert.ThrowsAsync<ArgumentNullException>(async () => await host.Get<FormsClient>().InvokeAsync(null!, 1))).ParamName);
    }

    [Fact]
    public async Task Metadata_are_copied_at_the_start()
    {
        await using var host = TestHost.Create();
        var metadata = new Dictionary<string, string> { ["who"] = "me" };
        var run = await host.SoloClient.StartAsync("x", new RunOptions { Metadata = metadata });
        metadata["who"] = "you";
        metadata["more"] = "x";
        Assert.Equal(new Dictionary<string, string> { ["who"] = "me" }, (await run.GetInfoAsync()).Metadata);
        Assert.Empty((await (await host.SoloClient.StartAsync("x")).GetInfoAsync()).Metadata);
    }

    [Fact]
    public async Task GetRun_finds_runs_of_this_agent_only()
    {
        await using var host = TestHost.Create();
        var run = await host.SoloClient.StartAsync("x");
        var found = await host.SoloClient.GetRunAsync(run.Id);
        Assert.Equal((run.Id, "Solo"), (found!.Id, found.Agent));
        Assert.Equal("done", await found.GetResultAsync().Soon());
        Assert.Null(await host.TreeClient.GetRunAsync(run.Id));
        Assert.Null(await host.SoloClient.GetRunAsync(default));
        Assert.Null(await host.SoloClient.GetRunAsync(RunId.FromKey("unknown")));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await host.SoloClient.GetRunAsync(run.Id, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task ListRuns_is_newest_first_and_filters()
    {
        await using var host = TestHost.Create();
        var release = new Signal();
        host.Solo.Work = async call =>
        {
            if (call.Input == "pending")
                await release.WaitAsync();
            return call.Input == "fails" ? throw new NonRetryableException("x") : "done";
        };
        var runs = new List<SoloRun>();
        var times = new List<DateTimeOffset>();
        foreach (var input in new[] { "ok", "fails", "pending", "ok" })
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            times.Add(host.Time.GetUtcNow());
            runs.Add(await host.SoloClient.StartAsync(
                input, new RunOptions { Metadata = new Dictionary<string, string> { ["input"] = input, ["all"] = "1" } }));
        }

        foreach (var run in new[] { runs[0], runs[1], runs[3] })
            await run.ReadEventsAsync().ToListSoon();
        await host.TreeClient.StartAsync("x");

        Assert.Equal([3, 2, 1, 0], await List(null));
        Assert.Equal([3, 0], await List(new RunQuery { Status = RunStatus.Completed }));
        Assert.Equal([1], await List(new RunQuery { Status = RunStatus.Failed }));
        Assert.Equal([2], await List(new RunQuery { Status = RunStatus.Running }));
        Assert.Equal([3, 2], await List(new RunQuery { StartedFrom = times[2] }));
        Assert.Equal([1, 0], await List(new RunQuery { StartedBefore = times[2] }));
        Assert.Equal([3, 0], await List(new RunQuery { Metadata = new Dictionary<string, string> { ["input"] = "ok", ["all"] = "1" } }));
        Assert.Empty(await List(new RunQuery { Metadata = new Dictionary<string, string> { ["input"] = "ok", ["all"] = "2" } }));
        release.Set();
        await runs[2].WaitForEndAsync().Soon();

        async Task<List<int>> List(RunQuery? query) =>
            [.. (await host.SoloClient.ListRunsAsync(query).ToListSoon()).Select(info => runs.FindIndex(run => run.Id == info.Id))];
    }

    [Fact]
    public async Task Runs_of_one_instant_are_listed_newest_first_too()
    {
        await using var host = TestHost.Create();
        var runs = new List<RunId>();
        for (var number = 0; number < 100; number++)
            runs.Add((await host.SoloClient.StartAsync("x")).Id);
        Assert.Equal(runs.Distinct(), runs);
        Assert.Equal(runs.Order(), runs);
        Assert.Equal(Enumerable.Reverse(runs), (await host.SoloClient.ListRunsAsync().ToListSoon()).Select(static info => info.Id));
    }
}
