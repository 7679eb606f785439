using Agents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Research;
using Spectre.Console;

if (Arguments.Parse(args) is not { } arguments)
    return Arguments.Refuse();

if (arguments.Graph)
{
    Console.Write(ResearchAgent.Graph.ToMermaid());
    return 0;
}

var builder = Host.CreateApplicationBuilder();
builder.Services.AddSingleton<Library>();
builder.Services.AddAgents().AddResearchAgent().AddSearcher();
using var host = builder.Build();
await host.StartAsync();
var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;    // Ctrl+C

var agent = host.Services.GetRequiredService<ResearchAgentClient>();
var run = await agent.StartAsync(new Brief("Should a city plant trees? Consider heat, water and cost.", []));
var view = View.On(AnsiConsole.Console);
var person = new Person(AnsiConsole.Console, arguments.Answers);
try
{
    // Watches the run and all its children until it asks; then answers, and goes on watching where it was.
    Cursor? place = null;
    while (await view.WatchAsync(run.ReadEventsAsync(place, includeChildren: true), stopping) is { } asked)
    {
        var request = (HumanRequest<Brief, Verdict>)asked.Request;
        await run.Approval.AnswerAsync(request, await person.ReviewAsync(request.Question, stopping), stopping);
        place = asked.Cursor;
    }

    var report = await run.GetResultAsync(stopping);
    Console.WriteLine($"\n--- Report ---\n{report.Question}");
    foreach (var fact in report.Facts)
        Console.WriteLine($"- {fact}");
    return 0;
}
catch (AgentFailedException failed)
{
    Console.Error.WriteLine(failed.Message);
    return 1;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    await run.CancelAsync("Ctrl+C");                    // its children, too
    Console.Error.WriteLine("\nCanceled.");
    return 130;
}
