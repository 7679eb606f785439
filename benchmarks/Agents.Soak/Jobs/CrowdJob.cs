namespace Agents.Soak.Jobs;

/// <summary>Invocations that stream at once, read together and each on its own.</summary>
internal sealed class CrowdJob : IJob
{
    public string Name => "crowd";

    public int Weight => 4;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var (writers, chunks) = (random.Next(2, 8), random.Next(2, 20));
        var run = host.Witnesses.Watch(await host.Crowd.StartAsync(writers, chunks));
        var all = CountAllAsync(run);
        var groups = new List<Task<int>>();
        await foreach (var stream in run.Write.ReadInvocationsAsync())
            groups.Add(stream.CountAsync().AsTask());
        Check.Equal(writers, groups.Count, "streams");
        foreach (var count in await Task.WhenAll(groups))
            Check.Equal(chunks, count, "chunks of a stream");
        Check.Equal(writers * chunks, await all, "chunks of all");
        Check.Equal(writers * chunks, await run.GetResultAsync(), "chunks written");
    }

    private static async Task<int> CountAllAsync(Benchmarks.CrowdRun run) => await run.Write.StreamAllAsync().CountAsync();
}
