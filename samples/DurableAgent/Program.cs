// Start it, kill it in the middle, start it again: the run goes on where it was, and so does the stream.
using Agents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var folder = args is [var given, ..] ? given : ".";
var place = Path.Combine(folder, "report.cursor");                     // how far this reader has come

var builder = Host.CreateApplicationBuilder();
#region durable
builder.Services.AddAgents().UseSqlite($"Data Source={Path.Combine(folder, "report.db")}").AddReportAgent();
#endregion
using var host = builder.Build();
await host.StartAsync();                                               // what was cut off goes on by itself

#region resume
var agent = host.Services.GetRequiredService<ReportAgentClient>();
// However often the process starts, there is one run of this key.
var run = await agent.StartAsync("the tides", new RunOptions { Key = "report-1" });

var from = File.Exists(place) ? StreamStart.After(Cursor.Parse(File.ReadAllText(place))) : StreamStart.Beginning;
await foreach (var chunk in run.Write.StreamAllAsync(new StreamOptions { From = from }))
{
    Console.WriteLine($"{chunk.Position,3}  attempt {chunk.Attempt}  {chunk.Value}");
    File.WriteAllText(place, chunk.Cursor.ToString());
}

Report report = await run.GetResultAsync();
#endregion
Console.WriteLine($"Done: {report.Sections} sections and {report.Words} words about {report.Topic}.");
await host.StopAsync();
