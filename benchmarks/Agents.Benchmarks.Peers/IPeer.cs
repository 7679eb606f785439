namespace Agents.Benchmarks.Peers;

/// <summary>What does the same jobs without agents.</summary>
internal interface IPeer : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Starts one node and awaits its result.</summary>
    Work Node { get; }

    /// <summary>Sends a number through ten nodes, each of which adds one.</summary>
    Work Chain { get; }

    /// <summary>Spreads a thousand numbers over work that may run in parallel, and sums what it gives; null if it is of no interest.</summary>
    Work? Fan { get; }

    /// <summary>Streams events to subscribers, each of which gets them all; null if it cannot.</summary>
    Work? Stream(int readers);
}
