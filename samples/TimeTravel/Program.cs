using Agents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TimeTravel;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<Passport>().AddSingleton<PostOffice>();
builder.Services.AddAgents().AddTraveler();
using var host = builder.Build();
await host.StartAsync();
var traveler = host.Services.GetRequiredService<TravelerClient>();
var passport = host.Services.GetRequiredService<Passport>();

Console.WriteLine("--- A run that fails at its last step ---");
var run = await traveler.StartAsync(["Lisbon", "Bergen", "Kyoto"]);
try
{
    await run.GetResultAsync();
}
catch (AgentFailedException failed)
{
    Console.WriteLine($"{failed.Message} Visits made: {passport.Stamps}.");
}

Console.WriteLine("\n--- Retry: the cause is gone, and only that step runs again ---");
host.Services.GetRequiredService<PostOffice>().Open();
var retry = await traveler.RetryAsync(run.Id);
Console.WriteLine($"{await retry.GetResultAsync()} Visits made: {passport.Stamps}.");

Console.WriteLine("\n--- Fork: had the second visit been to Cairo ---");
var second = await VisitToAsync(retry, "Bergen");
var fork = await traveler.ForkAsync(retry.Id, changes => changes.Visit(second, "Cairo"));    // generated: typed per node
Console.WriteLine($"{await fork.GetResultAsync()} Visits made: {passport.Stamps}.\n");
await SideBySide.ShowAsync(("the run", retry), ("its fork", fork));

// The log knows what every invocation was given.
static async Task<InvocationId> VisitToAsync(TravelerRun run, string city)
{
    var visit = await run.ReadEventsAsync().OfType<RunEvent.InvocationCompleted>().SelectMany(completed => completed.Emitted)
        .FirstAsync(emitted => emitted.Node == nameof(Traveler.Visit) && emitted.Inputs.Contains(city));
    return visit.Invocation;
}
