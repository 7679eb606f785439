using Xunit;

namespace Agents.Model.Tests;

public sealed class SpeechlessExceptionTests
{
    [Fact]
    public async Task An_exception_that_throws_when_asked_for_its_text_fails_its_attempt_like_any_other()
    {
        await using var stage = Stage.Of(Write.Agent(Write.Node("only", static (_, _) => throw new SpeechlessException())));
        var run = await stage.StartAsync();

        var thrown = await Assert.ThrowsAsync<AgentFailedException>(
            () => run.WaitForEndAsync(CancellationToken.None).WaitAsync(Stage.Patience));

        Assert.Equal(typeof(SpeechlessException).FullName, thrown.Failure.TypeName);
        Assert.Equal(3, thrown.Failure.Attempts);
        Assert.Contains(nameof(SpeechlessException), thrown.Failure.Message, StringComparison.Ordinal);
    }

    private sealed class SpeechlessException : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }
}
