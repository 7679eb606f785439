using System.Runtime.CompilerServices;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Two threads may bring the same news: whichever returns, the tasks have completed.</summary>
public sealed class PromisesTests
{
    private readonly LocalExecutor executor = new(null);

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(3, 0, false)]
    [InlineData(1, 0, true)]
    [InlineData(3, 0, true)]
    [InlineData(0, 2, false)]
    [InlineData(0, 2, true)]
    [InlineData(2, 1, false)]
    public async Task Whoever_brings_the_news_finds_the_tasks_completed_behind_it(int waiting, int waitingWithTokens, bool fails)
    {
        for (var round = 0; round < 5_000; round++)
        {
            var promises = new StrongBox<Promises<int>>();
            var tasks = Enumerable.Range(0, waiting).Select(_ => promises.Value.Make(executor, CancellationToken.None)).ToArray();
            using var source = new CancellationTokenSource();
            var others = Enumerable.Range(0, waitingWithTokens).Select(_ => promises.Value.Make(executor, source.Token)).ToArray();
            var ready = 0;
            await Task.WhenAll(Task.Run(Bring), Task.Run(Bring));
            Assert.False(promises.Value.Any, "Nobody waits any more.");
            // Those with a token may take a moment more; that they complete is what counts.
            foreach (var task in tasks.Concat(others))
                Assert.Equal(fails, await Task.WhenAny(task) is { IsFaulted: true });

            void Bring()
            {
                Interlocked.Increment(ref ready);
                while (Volatile.Read(ref ready) < 2)
                    Thread.Yield();
                if (fails)
                    promises.Value.SetException(new InvalidOperationException("It failed."));
                else
                    promises.Value.SetResult(round);
                Assert.All(tasks, static task => Assert.True(task.IsCompleted));
            }
        }
    }

    [Fact]
    public async Task Who_waits_with_a_token_gives_up_alone()
    {
        var promises = new StrongBox<Promises<int>>();
        using var source = new CancellationTokenSource();
        var patient = promises.Value.Make(executor, CancellationToken.None);
        var impatient = promises.Value.Make(executor, source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        promises.Value.SetResult(5);
        Assert.Equal(5, await patient);
    }
}
