namespace Agents.Runtime.Tests.Streams;

public sealed class S8_ResultAfterChunks
{
    [Fact]
    public async Task When_the_result_is_visible_so_are_the_chunks_of_its_node()
    {
        await using var host = TestHost.Create();
        host.Solo.Work = static async call =>
        {
            for (var number = 0; number < 10; number++)
                await call.WriteAsync($"{number}");
            return "done";
        };
        for (var round = 0; round < 200; round++)
        {
            var run = await host.SoloClient.StartAsync("x");
            await run.GetResultAsync().Soon();
            var snapshot = await run.Work.GetSnapshotAsync();
            Assert.Equal(10, snapshot.Invocations.Values.Single().Chunks.Count);
            Assert.Equal(StreamOutcome.Completed, snapshot.Invocations.Values.Single().Outcome);
        }
    }

    [Fact]
    public async Task In_the_log_chunks_completion_and_result_follow_each_other()
    {
        await using var host = TestHost.Create();
        var run = await host.StartSolo(static async call =>
        {
            await call.WriteAsync("a");
            return "done";
        });
        var events = await run.EventsSoon();
        Assert.Equal(
            ["RunStarted", "AttemptStarted", "Chunk", "InvocationCompleted", "ResultGiven", "RunCompleted"],
            events.Select(static item => item.GetType().Name));
        Assert.Equal("done", Assert.IsType<RunEvent.ResultGiven>(events[4]).Result);
    }
}
