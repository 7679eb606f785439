using Microsoft.Extensions.DependencyInjection;

namespace My_Agent.Tests;

public sealed class ProofreaderTests : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddAgents().AddProofreader().Services.BuildServiceProvider();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ProofreaderClient Proofreader => services.GetRequiredService<ProofreaderClient>();

    [Theory]
    [InlineData("", 0, 0)]
    [InlineData("all is well", 3, 0)]
    [InlineData("The the cat sat sat down", 6, 2)]
    public async Task Counts_words_and_what_is_doubled(string text, int words, int doubled)
    {
        var report = await Proofreader.InvokeAsync(text, cancellationToken: Token);

        Assert.Equal(new Report(words, doubled), report);
    }

    [Fact]
    public async Task Streams_a_remark_right_behind_the_doubled_word()
    {
        var run = await Proofreader.StartAsync("well well then", cancellationToken: Token);

        var remarks = await run.Read.StreamAsync().ToListAsync(Token);

        Assert.Equal(
            [new Remark.Progress(1, 3), new Remark.Progress(2, 3), new Remark.Doubled("well"), new Remark.Progress(3, 3)],
            remarks);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
