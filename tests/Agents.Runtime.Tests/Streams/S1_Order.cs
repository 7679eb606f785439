namespace Agents.Runtime.Tests.Streams;

public sealed class S1_Order
{
    [Fact]
    public async Task Chunks_come_in_the_order_of_writing()
    {
        await using var host = TestHost.Create();
        var written = Enumerable.Range(0, 3000).Select(static number => number.ToString()).ToArray();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync(written);
            return "done";
        });
        Assert.Equal(written, await run.Work.StreamAsync().ToListSoon());
        Assert.Equal(written, await run.Work.StreamAsync().ToListSoon());
    }

    [Fact]
    public async Task Index_order_is_log_order()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a", "b", "c");
            return "done";
        });
        var chunks = await run.Work.StreamAllAsync().ToListSoon();
        Assert.Equal([0, 1, 2], chunks.Select(static chunk => chunk.Index));
        Assert.Equal(chunks.OrderBy(static chunk => chunk.Position), chunks);
        Assert.All(chunks, static chunk => Assert.Equal(1, chunk.Attempt));
    }

    [Fact]
    public async Task Index_starts_at_0_in_each_attempt()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(async call =>
        {
            await call.WriteAsync("a", "b");
            return call.Attempt < 3 ? throw new IOException("again") : "done";
        });
        var chunks = await run.Work.StreamAllAsync().ToListSoon();
        Assert.Equal([(1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1)], chunks.Select(static chunk => (chunk.Attempt, chunk.Index)));
    }

    [Fact]
    public async Task Writers_in_parallel_within_a_node_lose_nothing()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(async call =>
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
            {
                for (var number = 0; number < 200; number++)
                    await call.Chunks.WriteAsync($"{writer}:{number}", call.Token);
            })));
            return "done";
        });
        var read = await run.Work.StreamAsync().ToListSoon();
        Assert.Equal(1600, read.Count);
        foreach (var writer in read.GroupBy(static chunk => chunk.Split(':')[0]))
            Assert.Equal(Enumerable.Range(0, 200), writer.Select(static chunk => int.Parse(chunk.Split(':')[1])));
        var all = await run.Work.StreamAllAsync().ToListSoon();
        Assert.Equal(Enumerable.Range(0, 1600), all.Select(static chunk => chunk.Index));
        Assert.Equal(read, all.Select(static chunk => chunk.Value));
    }

    [Fact]
    public async Task Null_is_a_chunk_where_the_type_says_so_and_refused_elsewhere()
    {
        await using var host = TestHost.Create();
        host.Script["Nullable"] = static async call => await ((ChunkWriter<string?>)call.Payload!).WriteAsync(null);
        var nullable = await host.Get<NullablesClient>().StartAsync();
        Assert.Equal([null], await nullable.Nullable.StreamAsync().ToListSoon());

        var run = await host.StartSolo(static async call =>
        {
            var exception = await Assert.ThrowsAsync<ArgumentNullException>(async () => await call.Chunks.WriteAsync(null!));
            Assert.Contains("Work", exception.Message, StringComparison.Ordinal);
            return "done";
        });
        Assert.Equal("done", await run.GetResultAsync().Soon());
    }
}
