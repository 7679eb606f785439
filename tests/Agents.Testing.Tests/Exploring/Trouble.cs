namespace Agents.Testing.Tests;

/// <summary>What goes wrong under a seed besides the failures that the dice deal out; in most of them nothing.</summary>
internal sealed class Trouble
{
    private readonly AgentTestHost host;
    private readonly int kind;
    private readonly TimeSpan when;

    /// <summary>Decides what goes wrong.</summary>
    /// <param name="host">The host.</param>
    /// <param name="nodes">Names of nodes that may fail or hang.</param>
    public Trouble(AgentTestHost host, params string[] nodes)
    {
        var dice = host.Get<Dice>();
        this.host = host;
        kind = dice.Next(12);
        when = TimeSpan.FromMilliseconds(1 + dice.Next(80));
        var node = nodes[dice.Next(nodes.Length)];
        switch (kind)
        {
            case 0:
                host.Faults.CancelAtEvent(1 + dice.Next(60));
                break;
            case 1:
                Options = new RunOptions { Timeout = when };
                break;
            case 2:
                Options = new RunOptions { AttemptTimeout = when / 4 };
                break;
            case 3:
                host.Faults.FailRandomly(node, 0.7);
                break;
            case 4:
                host.Faults.HangAttempt(node, 1);
                Options = new RunOptions { AttemptTimeout = TimeSpan.FromMilliseconds(100), Timeout = TimeSpan.FromMinutes(5) };
                break;
        }
    }

    /// <summary>What the runs of the scenario are started with.</summary>
    public RunOptions? Options { get; }

    public bool IsAny => kind < 7;

    /// <summary>Waits for a run's end: it completes with what is expected, or there was trouble.</summary>
    public async Task ExpectAsync<T>(AgentRun<T> run, T expected)
    {
        await Onlookers.EndOf(run.WaitForEndAsync());
        var info = await run.GetInfoAsync();
        Assert.True(IsAny || info.Status is RunStatus.Completed, $"Run {run.Id} of '{run.Agent}' {info.Status}: {info.Failure?.Message}");
        if (info.Status is RunStatus.Completed)
            Assert.Equal(expected, await run.GetResultAsync());
    }

    /// <summary>Does to runs what comes from outside.</summary>
    public async Task StrikeAsync(params AgentRun[] runs)
    {
        if (kind is not (5 or 6))
            return;
        await Task.Delay(when, host.Time);
        if (kind == 5)
        {
            foreach (var run in runs)
                await run.CancelAsync();
            return;
        }


        using var patience = new CancellationTokenSource(when, host.Time);
        await host.Runtime.StopAsync(patience.Token);
    }
}
