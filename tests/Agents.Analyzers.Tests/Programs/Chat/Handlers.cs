using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Chat;

internal sealed record Request(string Conversation, string Text, TaskCompletionSource<RunId> Accepted);

/// <summary>What a web framework would call: each handler answers at once, and the run goes on by itself.</summary>
internal static class Handlers
{
    public static async Task<string> PostAsync(string conversation, string text, Channel<Request> requests, CancellationToken cancellationToken)
    {
        var request = new Request(conversation, text, new(TaskCreationOptions.RunContinuationsAsynchronously));
        await requests.Writer.WriteAsync(request, cancellationToken);
        var run = await request.Accepted.Task.WaitAsync(cancellationToken);
        return run.ToString();
    }

    public static async Task<string> StartAsync(string text, Assistants.TalkClient talk, CancellationToken cancellationToken)
    {
        var run = await talk.StartAsync(new Conversation(text, [new Message(Role.User, text)]), cancellationToken: cancellationToken);
        return run.Id.ToString();
    }

    /// <summary>Server-sent events: goes on after the last one that the browser has seen.</summary>
    public static async IAsyncEnumerable<string> GetEventsAsync(
        string id, string? lastEvent, Assistants.TalkClient talk, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!RunId.TryParse(id, out var runId) || await talk.GetRunAsync(runId, cancellationToken) is not { } run)
            yield break;
        var options = new StreamOptions
        {
            From = lastEvent is null ? StreamStart.Beginning : StreamStart.After(Cursor.Parse(lastEvent)),
            OnReset = StreamReset.Restart,
        };
        await foreach (var chunk in run.Think.StreamAllAsync(options).WithCancellation(cancellationToken))
            yield return $"id: {chunk.Cursor}\ndata: {Show(chunk.Value)}\n\n";
    }

    public static async ValueTask<bool> DeleteAsync(string id, Assistants.TalkClient talk) =>
        RunId.TryParse(id, out var runId) && await talk.GetRunAsync(runId) is { } run && await run.CancelAsync("The user has left.");

    public static string Show(ReplyChunk chunk) => chunk switch
    {
        ReplyChunk.Text text => text.Delta,
        ReplyChunk.Calling(var tool, var argument) => $"[{tool}({argument})]",
        ReplyChunk.Called called => $"[{called.Answer ?? "nothing"}]",
    };
}

/// <summary>Takes requests one by one, and starts a run for each; a conversation with a run of its own is not started twice.</summary>
internal sealed class Reception(Channel<Request> requests, Assistants.TalkClient talk) : BackgroundService
{
    private readonly Dictionary<string, Conversation> conversations = [];
    private int taken;

    public int Taken => taken;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var request in requests.Reader.ReadAllAsync(stoppingToken))
        {
            taken++;
            var conversation = conversations.GetValueOrDefault(request.Conversation) ?? new Conversation(request.Conversation, []);
            conversations[request.Conversation] = conversation = conversation.With(Role.User, request.Text);
            try
            {
                var key = $"{request.Conversation}/{conversation.Messages.Length}";
                var run = await talk.StartAsync(conversation, options: new RunOptions { Key = key }, cancellationToken: stoppingToken);
                request.Accepted.TrySetResult(run.Id);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                request.Accepted.TrySetException(exception);
            }
        }
    }
}
