namespace Agents.Runtime.Tests;

/// <summary>Those who wait for one run do not know each other: what one does with the news keeps no other waiting.</summary>
public sealed class Waiters
{
    public enum Wait
    {
        ForResult,
        ForResultWithToken,
        ForEnd,
        ForEndWithToken,
    }

    public static TheoryData<Wait, Wait> Pairs()
    {
        var pairs = new TheoryData<Wait, Wait>();
        foreach (var one in Enum.GetValues<Wait>())
        {
            foreach (var other in Enum.GetValues<Wait>())
                pairs.Add(one, other);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Whoever_waits_is_told_though_another_does_not_return(Wait one, Wait other)
    {
        await using var host = TestHost.Create();
        var goOn = new TaskCompletionSource();
        var run = await host.StartSolo(async _ =>
        {
            await goOn.Task;
            return "done";
        });
        using var token = new CancellationTokenSource();
        using var released = new ManualResetEventSlim();
        var first = BlockAsync(Of(one));
        var second = ReleaseAsync(Of(other));
        goOn.SetResult();
        await first.Soon();
        await second.Soon();

        Task Of(Wait wait) => wait switch
        {
            Wait.ForResult => run.GetResultAsync(),
            Wait.ForResultWithToken => run.GetResultAsync(token.Token),
            Wait.ForEnd => run.WaitForEndAsync(),
            _ => run.WaitForEndAsync(token.Token),
        };

        async Task BlockAsync(Task wait)
        {
            await wait.ConfigureAwait(false);
            Assert.True(released.Wait(TimeSpan.FromSeconds(30)), "The other was not told.");
        }

        async Task ReleaseAsync(Task wait)
        {
            await wait.ConfigureAwait(false);
            released.Set();
        }
    }
}
