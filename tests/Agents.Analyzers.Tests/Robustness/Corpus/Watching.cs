using Microsoft.Extensions.Hosting;

namespace My.Watching;

[ChunkUnion]
public abstract partial record Reading
{
    public sealed record Temperature(double Celsius) : Reading;

    public sealed record Alarm(string Message) : Reading;
}

[AgentModule]
public sealed partial class Sensor
{
    [Node]
    public async Task<int> Measure(int times, ChunkWriter<Reading> readings, Edge<string> log, CancellationToken cancellationToken)
    {
        for (var i = 0; i < times; i++)
            await (i % 2 == 0 ? readings.TemperatureAsync(i, cancellationToken) : readings.AlarmAsync($"{i}", cancellationToken));
        log.Emit("done");
        return times;
    }

    [Node] public void Log(string text, ChunkWriter<int> lengths) => lengths.WriteAsync(text.Length).AsTask().GetAwaiter().GetResult();
}

public sealed class Watcher(SensorClient sensors) : BackgroundService
{
    public static IServiceCollection Register(IServiceCollection services) =>
        services.AddAgents(options => options.MaxConcurrency = 10).AddSensor().Services.AddHostedService<Watcher>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        SensorRun run = await sensors.StartAsync(5, new RunOptions { Key = "one" }, stoppingToken);
        await using var display = run.Measure.Subscribe(
            temperature: t => Console.WriteLine($"{t.Celsius} °C"),
            alarm: a => Console.Error.WriteLine(a.Message));
        await using var log = run.Measure.Subscribe(async update =>
        {
            await Task.Yield();
            Console.WriteLine($"{update.New.Count} of {update.All.Count} {update.Outcome?.Status}");
        });
        await foreach (var alarm in run.Measure.StreamAsync<Reading.Alarm>().WithCancellation(stoppingToken))
            Console.WriteLine(alarm.Message);
        await foreach (var recorded in run.ReadEventsAsync())
        {
            if (recorded is RunEvent.InvocationCompleted { Emitted: [var emitted, ..] } && await run.Log.StreamAsync(emitted.Invocation).AnyAsync(stoppingToken))
                break;
        }

        await Task.WhenAll(display.Completion, log.Completion);
        var result = await run.GetResultAsync(stoppingToken) + await sensors.InvokeAsync(3, cancellationToken: stoppingToken);
        if (result > 5 && await sensors.GetRunAsync(run.Id, stoppingToken) is { } found)
            await found.CancelAsync("enough", stoppingToken);
    }
}
