using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

public sealed class LiveReaderTests
{
    /// <summary>
    /// A reader that came in the middle of the first attempt was reconciled with the second; of the third, too, only the
    /// chunks that it was given count.
    /// </summary>
    [Fact]
    public async Task What_a_live_reader_was_never_given_is_never_compared()
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource[] read = [new(), new(), new()];
        await using var stage = Stage.Of(Write.Agent(Write.Node("only", WorkAsync)));
        var run = await stage.StartAsync();
        await foreach (var chunk in run.GetStream<int>(0).StreamAllAsync())
        {
            if (chunk.Index == 1)
                break;
        }

        var given = new List<int>();
        await using var reader = run.GetStream<int>(0).StreamAsync(new StreamOptions { From = StreamStart.Live }).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        opened.SetResult();
        while (await reader.MoveNextAsync().AsTask().WaitAsync(Stage.Patience))
        {
            given.Add(reader.Current);
            read[given.Count - 1].SetResult();
        }

        Assert.Equal([7, 8, 9], given);

        async Task<int?> WorkAsync(Job job, NodeAttempt attempt)
        {
            var writer = attempt.GetWriter<int>();
            await writer.WriteAsync((100 * attempt.Attempt) + 0);
            await writer.WriteAsync((100 * attempt.Attempt) + 1);
            await opened.Task;
            for (var index = 0; index < attempt.Attempt; index++)
                await writer.WriteAsync(7 + index);
            await read[attempt.Attempt - 1].Task;
            return attempt.Attempt == 3 ? 1 : throw new InvalidOperationException("again");
        }
    }
}
