using Agents;

namespace TimeTravel;

/// <summary>Visits cities, all at once, gathers what is remembered of them, and sends a letter about it.</summary>
[AgentModule]
public sealed partial class Traveler(Passport passport, PostOffice office)
{
    [AggregateStart]
    public void Depart(string[] cities, Edge<string> visit)
    {
        foreach (var city in cities)
            visit.Emit(city);
    }

    [Node]
    public async Task Visit(string city, ChunkWriter<string> diary, Edge<string> remember, CancellationToken cancellationToken)
    {
        passport.Stamp(city);
        await diary.WriteAsync($"arrived in {city}", cancellationToken);
        foreach (var sight in Guide.SightsOf(city))
        {
            await Task.Delay(100, cancellationToken);
            await diary.WriteAsync($"saw {sight}", cancellationToken);
        }

        remember.Emit(city);
    }

    [Aggregate]
    public void Remember(IReadOnlyList<string> cities, Edge<string> send) => send.Emit($"We have been to {string.Join(", ", cities)}.");

    [Node(MaxAttempts = 1)]
    public string Send(string letter) => office.Accept(letter);
}
