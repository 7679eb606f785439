namespace Agents.Testing.Tests;

internal enum Asking
{
    Plainly,
    WithKey,
    UntilDefault,
    UntilExpired,
    UntilTakenBack,
    TwiceAtOnce,
    InChild,
}

/// <summary>A question, answered with the length of its text.</summary>
internal sealed record Question(string Text, Asking How);

/// <summary>Asks many questions at once, itself and by children.</summary>
[AgentModule(MaxAttempts = Dice.Attempts)]
internal sealed partial class Panel(ClerkClient clerk, Dice dice)
{
    [AggregateStart]
    public int Open(IReadOnlyList<Question> questions, Edge<Question> ask)
    {
        foreach (var question in questions)
            ask.Emit(question);
        return questions.Count;
    }

    [Node]
    public async Task Ask(
        Question question, HumanInput<string, int> vote, NodeContext context, Edge<int> tally, CancellationToken cancellationToken)
    {
        await dice.PassAsync(context, cancellationToken);
        tally.Emit(question.How is Asking.InChild
            ? await clerk.InvokeAsync(question.Text, cancellationToken: cancellationToken)
            : await AskAsync(question, vote, context, cancellationToken));
        await dice.PassAsync(context, cancellationToken);
    }

    [Aggregate<SumAggregator<int>>]
    public int Tally(int sum, int questions) => sum + questions;

    private static async Task<int> AskAsync(
        Question question, HumanInput<string, int> vote, NodeContext context, CancellationToken cancellationToken)
    {
        var (text, soon) = (question.Text, TimeSpan.FromMilliseconds(40));
        switch (question.How)
        {
            case Asking.WithKey:
                return await vote.AskAsync(text, new() { Key = "key" }, cancellationToken);
            case Asking.UntilDefault:
                return await vote.AskAsync(text, new() { ExpiresAfter = soon, DefaultAnswer = text.Length }, cancellationToken);
            case Asking.TwiceAtOnce:
                var both = await Task.WhenAll(
                    vote.AskAsync(text, cancellationToken: cancellationToken), vote.AskAsync(text, cancellationToken: cancellationToken));
                Assert.Equal(both[0], both[1]);
                return both[0];
            case Asking.UntilExpired:
                try
                {
                    return await vote.AskAsync(text, new() { ExpiresAfter = soon }, cancellationToken);
                }
                catch (HumanInputExpiredException)
                {
                    return text.Length;
                }

            case Asking.UntilTakenBack:
                using (var patience = new CancellationTokenSource(soon, context.TimeProvider))
                {
                    try
                    {
                        return await vote.AskAsync(text, cancellationToken: patience.Token);
                    }
                    catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                    {
                        return text.Length;
                    }
                }

            default:
                return await vote.AskAsync(text, cancellationToken: cancellationToken);
        }
    }
}

/// <summary>Asks one question.</summary>
[AgentModule(MaxAttempts = Dice.Attempts)]
internal sealed partial class Clerk(Dice dice)
{
    [Node]
    public async Task<int> Pass(string text, HumanInput<string, int> vote, NodeContext context, CancellationToken cancellationToken)
    {
        await dice.PassAsync(context, cancellationToken);
        var answer = await vote.AskAsync(text, cancellationToken: cancellationToken);
        await dice.PassAsync(context, cancellationToken);
        return answer;
    }
}
