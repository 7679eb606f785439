using System.Collections.Concurrent;

namespace TimeTravel;

/// <summary>Has a stamp for each visit that was really made: a visit that is taken over leaves none.</summary>
public sealed class Passport
{
    private readonly ConcurrentQueue<string> stamps = [];

    public int Stamps => stamps.Count;

    public void Stamp(string city) => stamps.Enqueue(city);
}

/// <summary>Stands for a service that is down for a while.</summary>
public sealed class PostOffice
{
    private volatile bool isOpen;

    public void Open() => isOpen = true;

    public string Accept(string letter) => isOpen ? letter : throw new InvalidOperationException("The post office is closed.");
}

/// <summary>What there is to see.</summary>
internal static class Guide
{
    public static IReadOnlyList<string> SightsOf(string city) => city switch
    {
        "Bergen" => ["the fish market", "rain"],
        "Cairo" => ["the citadel", "the Nile", "no rain"],
        "Kyoto" => ["a garden of stones", "a thousand gates"],
        "Lisbon" => ["a tram that climbs", "the river"],
        _ => ["streets"],
    };
}
