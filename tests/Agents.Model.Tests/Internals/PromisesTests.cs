using System.Runtime.CompilerServices;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Two threads may bring the same news: whichever returns, the tasks have completed.</summary>
public sealed class PromisesTests
{
    private readonly LocalExecutor executor = new(null);

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(3, true)]
    public async Task Whoever_brings_the_news_finds_the_tasks_completed_behind_it(int waiting, bool fails)
    {
        for (var round = 0; round < 5_000; round++)
        {
            var promises = new StrongBox<Promises<int>>();
            var tasks = Enumerable.Range(0, waiting).Select(_ => promises.Value.Make(executor, CancellationToken.None)).ToArray();
            var ready = 0;
            await Task.WhenAll(Task.Run(Bring), Task.Run(Bring));
            Assert.False(promises.Value.Any, "Nobody waits any more.");
            foreach (var task in tasks)
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
