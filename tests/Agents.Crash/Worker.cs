using System.Text.Json;
using Agents.Journals;
using Agents.Sqlite;
using Agents.Testing;
using Agents.Testing.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Agents.Crash;

/// <summary>The process that is killed: it goes on with what it finds, reads on where it was, and starts more.</summary>
internal sealed class Worker : IDisposable
{
    /// <summary>How many roots may be under way.</summary>
    private const int AtOnce = 6;

    private readonly WorkerOptions options;
    private readonly Clients clients;
    private readonly Random random;
    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly Lock sync = new();
    private readonly Dictionary<RunId, AgentRun> open = [];

    private Worker(WorkerOptions options, Clients clients)
    {
        this.options = options;
        this.clients = clients;
        random = new Random(options.Seed);
    }

    public static async Task<int> RunAsync(WorkerOptions options)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new Dice(options.Seed));
        builder.Services.AddAgents(static agents => agents.Retry.BaseDelay = TimeSpan.FromMilliseconds(10))
            .UseJournal(_ => Journal(options))
            .AddNest().AddFamily().AddPanel().AddClerk();
        using var host = builder.Build();
        await host.StartAsync();
        Protocol.Say(Protocol.Ready);
        using var worker = new Worker(options, new Clients(
            host.Services.GetRequiredService<NestClient>(),
            host.Services.GetRequiredService<FamilyClient>(),
            host.Services.GetRequiredService<PanelClient>()));
        _ = TellAsync(worker.AnswerAsync);
        await TellAsync(options.Drains ? worker.DrainAsync : worker.WorkAsync);
        await host.StopAsync();
        return 0;
    }

    public void Dispose() => places.Dispose();

    /// <summary>In every other life, by chance, it is slow.</summary>
    private static RunJournal Journal(WorkerOptions options)
    {
        var journal = new SqliteJournal($"Data Source={options.Database}", new SqliteJournalOptions { LeaseTime = TimeSpan.FromSeconds(5) });
        return options.Seed % 2 == 0 && !options.Drains ? new SlowJournal(journal, options.Seed) : journal;
    }

    private async Task WorkAsync()
    {
        foreach (var line in File.Exists(options.Roots) ? await File.ReadAllLinesAsync(options.Roots) : [])
        {
            var id = RunId.Parse(line.Split(' ')[1]);
            if (await clients.FindAsync(id) is not { } run)
                throw new InvalidOperationException($"Root {id} was accepted, and is not there.");
            var cursor = line.Split(' ')[2];
            await places.WaitAsync();
            _ = TellAsync(() => ReadAsync(run, cursor == "-" ? null : Cursor.Parse(cursor)));
        }

        for (var number = options.First; ; number++)
        {
            await places.WaitAsync();
            var run = await Plan.Of(number).StartAsync(clients, KeyOf(number));
            Protocol.Say($"{Protocol.Started} {number} {run.Id}");
            _ = TellAsync(() => ReadAsync(run, null));
            await Task.Delay(random.Next(40));
        }
    }

    /// <summary>Brings all to their ends, checks what they give, and shows the logs.</summary>
    private async Task DrainAsync()
    {
        for (var number = 0; number < options.First; number++)
        {
            var plan = Plan.Of(number);
            var run = await plan.StartAsync(clients, KeyOf(number));
            Protocol.Say($"{Protocol.Started} {number} {run.Id}");
            lock (sync)
                open[run.Id] = run;
            var wrong = await plan.CheckAsync(clients, run.Id);
            Protocol.Say(wrong is null ? $"{Protocol.Right} {run.Id}" : $"{Protocol.Wrong} root {number}, {run.Id}: {wrong}");
            lock (sync)
                open.Remove(run.Id);
            var events = new List<RunEvent>();
            await foreach (var logged in run.ReadEventsAsync(includeChildren: true))
            {
                events.Add(logged);
                Protocol.SayEvent(Protocol.Log, run.Id, logged);
            }

            RunInvariants.Check(events);
        }

        Protocol.Say(Protocol.Done);
    }

    private async Task ReadAsync(AgentRun run, Cursor? after)
    {
        lock (sync)
            open[run.Id] = run;
        await foreach (var logged in run.ReadEventsAsync(after, includeChildren: true))
            Protocol.SayEvent(Protocol.Event, run.Id, logged);
        lock (sync)
            open.Remove(run.Id);
        places.Release();
    }

    /// <summary>Answers what people are asked, sooner or later.</summary>
    private async Task AnswerAsync()
    {
        while (true)
        {
            AgentRun[] asking;
            lock (sync)
                asking = [.. open.Values];
            foreach (var run in asking)
            {
                foreach (var request in await run.GetPendingRequestsAsync(includeChildren: true))
                {
                    try
                    {
                        if (Random.Shared.Next(3) > 0)
                            await run.AnswerAsync(request.Id, JsonSerializer.SerializeToElement(((string)request.BoxedQuestion!).Length));
                    }
                    catch (HumanRequestClosedException)
                    {
                        // It expired meanwhile, or was taken back.
                    }
                }
            }

            await Task.Delay(20);
        }
    }

    private static async Task TellAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception)
        {
            Protocol.Say($"{Protocol.Wrong} {exception.ToString().ReplaceLineEndings(" | ")}");
        }
    }

    private static string KeyOf(int number) => $"root-{number}";
}
