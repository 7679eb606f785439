using Agents;
using Microsoft.Extensions.DependencyInjection;

namespace StreamingPatterns;

[ChunkUnion]
public abstract partial record OvenChunk
{
    public sealed record Temperature(int Celsius) : OvenChunk;
    public sealed record Alarm(string Message) : OvenChunk;
}

[AgentModule]
public sealed partial class Oven
{
    [Node]
    public async Task<int> Heat(int target, ChunkWriter<OvenChunk> chunks, CancellationToken cancellationToken)
    {
        var celsius = 20;
        while (celsius < target)
        {
            await Task.Delay(80, cancellationToken);
            celsius += 40;
            await chunks.TemperatureAsync(celsius, cancellationToken);
        }

        await chunks.AlarmAsync($"{target} °C reached, put the bread in", cancellationToken);
        return celsius;
    }
}

internal static class NotificationsScene
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().AddAgents().AddOven().Services.BuildServiceProvider();
        var oven = services.GetRequiredService<OvenClient>();
        var run = await oven.StartAsync(target: 180);

        #region callback
        var seen = 0;
        await using var log = run.Heat.Subscribe(update =>
        {
            seen += update.New.Count;
            if (update.IsComplete)
                Console.WriteLine($"[log] {update.All.Count} chunks, {update.Outcome!.Status}");
        });
        #endregion

        #region cases
        var alarms = 0;
        await using var display = run.Heat.Subscribe(       // generated: one handler per case
            temperature: t => Console.WriteLine($"[display] {t.Celsius} °C"),
            alarm: a =>
            {
                alarms++;
                Console.WriteLine($"[display] ALARM: {a.Message}");
            });
        #endregion

        await run.GetResultAsync();
        await Task.WhenAll(log.Completion, display.Completion);     // fails if a callback threw
        Scene.Check(seen == 5 && alarms == 1, "four temperatures and an alarm");
    }
}
