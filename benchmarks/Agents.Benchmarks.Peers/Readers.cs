namespace Agents.Benchmarks.Peers;

/// <summary>Subscribers that run on their own, and count what they get.</summary>
internal static class Readers
{
    public static Task<int> CountAsync(IAsyncEnumerable<Item> items) => Task.Run(async () =>
    {
        var count = 0;
        await foreach (var item in items)
            count += item.Number;
        return count;
    });

    /// <summary>Awaits subscribers, each of which has to get everything.</summary>
    public static async Task ExpectAllAsync(int count, IEnumerable<Task<int>> readers)
    {
        foreach (var read in await Task.WhenAll(readers))
            Repeat.Expect(count, read);
    }
}
