using System.Text.Json.Serialization;

namespace My.Unions;

[ChunkUnion]
public abstract partial record Event
{
    public string? Note { get; init; }

    public sealed record Started([property: JsonPropertyName("t")] string Title, int Priority = 5) : Event;

    public sealed record Measured : Event
    {
        public required decimal Value { get; init; }
        public string[] Details { get; set; } = [];

        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public Uri? Source { get; init; }
    }

    [ChunkCase("end")]
    public sealed record Ended : Event
    {
        [JsonConstructor]
        public Ended(bool isGood, Event? cause = null) => (IsGood, Cause) = (isGood, cause);

        public bool IsGood { get; }
        public Event? Cause { get; }
    }
}

public static class Watch
{
    public static string Show(Event chunk) => chunk switch
    {
        Event.Started { Priority: > 3 } started => started.Title + "!",
        Event.Started(var title, _) => title,
        Event.Measured { Value: < 0 } or Event.Measured { Details: [] } => "nothing",
        Event.Measured measured => $"{measured.Value:N2}",
        Event.Ended { IsGood: var good } => good ? "well" : "badly",
        _ => throw new InvalidOperationException(),
    };

    public static int Count(IEnumerable<Event> chunks)
    {
        var count = 0;
        foreach (var chunk in chunks)
        {
            switch (chunk)
            {
                case Event.Started:
                case Event.Measured { Source: not null }:
                    count++;
                    break;
                case Event.Ended { Cause: { } cause } when cause != chunk:
                    count += Count([cause]);
                    goto default;
                default:
                    continue;
            }
        }

        return count;
    }

    public static async Task<string> Handle(Event chunk, TextWriter output)
    {
        chunk.Switch(
            started: started => output.WriteLine(started.Title),
            measured: static _ => { },
            ended: delegate { output.Flush(); });
        await chunk.SwitchAsync(
            started: async started => await output.WriteLineAsync(started.Title),
            measured: async measured =>
            {
                foreach (var detail in measured.Details)
                    await output.WriteLineAsync(detail);
            },
            ended: _ => Task.CompletedTask);
        return chunk.Match(started => started.Title, _ => "", ended => ended.ToString());
    }
}
