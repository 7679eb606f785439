using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Chat;

public static class Program
{
    public static async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services
            .AddSingleton(Channel.CreateUnbounded<Request>())
            .AddSingleton(Calculator.Make())
            .AddSingleton<IChatModel>(new ScriptedModel(
                new Answer.Use(new ToolCall("add", "1 2"), new ToolCall("nothing", ""), new ToolCall("fly", "home")), new Answer.Say("it is three")))
            .AddHostedService<Reception>()
            .AddAgents(options => options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1)).AddJson(ChatJson.Default).AddTalk().AddTitles();
        using var host = builder.Build();
        await host.StartAsync(cancellationToken);
        var talk = host.Services.GetRequiredService<Assistants.TalkClient>();
        var id = await Handlers.PostAsync("c1", "what is one and two", host.Services.GetRequiredService<Channel<Request>>(), cancellationToken);
        var log = new StringBuilder();
        await foreach (var item in Handlers.GetEventsAsync(id, null, talk, cancellationToken))
            log.Append(item.Split('\n')[1].AsSpan("data: ".Length)).Append(' ');
        var run = await talk.GetRunAsync(RunId.Parse(id), cancellationToken) ?? throw new InvalidOperationException("The run is lost.");
        var reply = await run.GetResultAsync(cancellationToken);
        log.Append('|');
        await foreach (var call in run.UseTool.StreamAllAsync().WithCancellation(cancellationToken))
            log.Append(Handlers.Show(call.Value));
        await host.StopAsync(cancellationToken);
        return $"{log}| {reply.Text} ({reply.Tools} tools) | {await NodeTests.A_text_is_written_word_by_wordAsync()} | "
            + $"{NodeTests.Tools_are_called_in_turn()} | {NodeTests.Titles_are_short()}";
    }
}
