namespace Agents.Runtime.Tests.Streams;

public sealed class S9_FirstChunk
{
    [Fact]
    public async Task FirstChunkAt_is_recorded_once()
    {
        await using var host = TestHost.Create();
        var (first, second) = (new Signal(), new Signal());
        var run = await host.StartSolo(async call =>
        {
            if (call.Attempt == 1)
                await first.WaitAsync();
            await call.WriteAsync("a");
            if (call.Attempt == 1)
                await second.WaitAsync();
            await call.WriteAsync("b");
            return call.Attempt == 1 ? throw new IOException("again") : "done";
        });
        var started = host.Time.GetUtcNow();
        Assert.Null((await run.GetInfoAsync()).FirstChunkAt);
        host.Time.Advance(TimeSpan.FromSeconds(3));
        first.Set();
        await run.EventSoon<RunEvent.Chunk>();
        host.Time.Advance(TimeSpan.FromSeconds(4));
        second.Set();
        await run.WaitForEndAsync().Soon();
        var info = await run.GetInfoAsync();
        Assert.Equal(started, info.StartedAt);
        Assert.Equal(started + TimeSpan.FromSeconds(3), info.FirstChunkAt);
        Assert.Equal(started + TimeSpan.FromSeconds(7), info.ResultAt);
        Assert.Equal(started + TimeSpan.FromSeconds(7), info.EndedAt);
        Assert.Equal((4L, 1), (info.Chunks, info.Invocations));
    }

    [Fact]
    public async Task Without_chunks_there_is_no_FirstChunkAt()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static _ => Task.FromResult<string?>("done"));
        await run.WaitForEndAsync().Soon();
        Assert.Null((await run.GetInfoAsync()).FirstChunkAt);
    }
}
