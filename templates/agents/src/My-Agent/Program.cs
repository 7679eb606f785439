using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using My_Agent;

var builder = Host.CreateApplicationBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddAgents().AddProofreader();                              // generated for the agent
using var host = builder.Build();
await host.StartAsync();

var text = args.Length > 0 ? string.Join(' ', args) : "It was the the best of times, it was was the worst of times.";
var proofreader = host.Services.GetRequiredService<ProofreaderClient>();    // generated
var run = await proofreader.StartAsync(text);

await foreach (var remark in run.Read.StreamAsync())                        // typed: Remark
    Console.WriteLine(remark.Match(                                         // generated, exhaustive
        progress: p => $"{p.Words}/{p.Total}",
        doubled: d => $"'{d.Word}' is written twice"));

var report = await run.GetResultAsync();
Console.WriteLine($"{report.Words} words read, {report.Doubled} written twice");
