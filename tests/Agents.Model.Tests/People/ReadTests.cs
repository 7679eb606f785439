using Agents.Infrastructure;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Reading questions as they are asked.</summary>
public sealed class ReadTests
{
    /// <summary>Asks one question after the other, as many as its job has fuel.</summary>
    private static Stage<int> OneByOne() => Asking.Stage(async (job, attempt) =>
    {
        var sum = 0;
        for (var number = 1; number <= job.Fuel; number++)
            sum += await attempt.Ask($"{number}");
        return sum;
    });

    [Fact]
    public async Task A_reader_is_given_what_is_open_and_then_what_comes_to_the_end_of_the_run()
    {
        await using var stage = OneByOne();
        var run = await stage.StartAsync(new Job(4, 0));
        await run.Approvals().AnswerAsync(await run.OneAsync(), 1);
        await run.OneAsync();

        var read = new List<string>();
        await foreach (var request in run.Approvals().ReadAsync())
        {
            read.Add(request.Question);
            await run.Approvals().AnswerAsync(request, 10);
        }

        Assert.Equal(["2", "3", "4"], read);
        Assert.Equal(31, await run.ResultSoon());
        Assert.Empty(await run.Approvals().ReadAsync().ToListAsync());
        Assert.Empty(await run.Approvals().GetPendingAsync());
    }

    [Fact]
    public async Task A_slow_reader_is_given_also_what_was_closed_since_it_began()
    {
        await using var stage = OneByOne();
        var run = await stage.StartAsync(new Job(3, 0));
        await using var slow = run.Approvals().ReadAsync().GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await foreach (var request in run.Approvals().ReadAsync())
            await run.Approvals().AnswerAsync(request, 1);
        await run.EndSoon();
        for (var number = 1; number <= 3; number++)
        {
            Assert.True(await slow.MoveNextAsync());
            Assert.Equal($"{number}", slow.Current.Question);
        }

        Assert.False(await slow.MoveNextAsync());
        Assert.False(await slow.MoveNextAsync());
    }

    [Fact]
    public async Task Breaking_out_and_cancelling_end_the_reading_and_nothing_else()
    {
        await using var stage = OneByOne();
        var run = await stage.StartAsync(new Job(1, 0));
        await foreach (var _ in run.Approvals().ReadAsync())
            break;
        using var source = new CancellationTokenSource();
        var reader = run.Approvals().ReadAsync().GetAsyncEnumerator(source.Token);
        Assert.True(await reader.MoveNextAsync());
        var next = reader.MoveNextAsync().AsTask();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Stage.Patience));
        await reader.DisposeAsync();

        var left = run.Approvals().ReadAsync().GetAsyncEnumerator(CancellationToken.None);
        Assert.True(await left.MoveNextAsync());
        next = left.MoveNextAsync().AsTask();
        await left.DisposeAsync();
        Assert.False(await next.WaitAsync(Stage.Patience));
        await run.Approvals().AnswerAsync(await run.OneAsync(), 1);
        Assert.Equal(1, await run.ResultSoon());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Readers_of_a_run_without_questions_end_with_it(bool cancel)
    {
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = Asking.Stage(async (_, _) =>
        {
            await goOn.Task;
            throw new NonRetryableException("for good");
        });
        var run = await stage.StartAsync();
        var readers = Enumerable.Range(0, 20).Select(_ => run.Approvals().ReadAsync().ToListAsync()).ToArray();
        if (cancel)
            await run.CancelAsync(null, default);
        goOn.SetResult();
        Assert.All(await Task.WhenAll(readers).WaitAsync(Stage.Patience), Assert.Empty);
    }
}
