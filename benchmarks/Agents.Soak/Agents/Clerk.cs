namespace Agents.Soak;

/// <summary>Asks a person, who may take time.</summary>
[AgentModule]
internal sealed partial class Clerk
{
    [Node]
    public async Task<Decision> Decide(Form form, HumanInput<Form, Decision> desk, CancellationToken cancellationToken) =>
        form.ExpiresAfter is { } seconds
            ? await desk.AskAsync(form, new AskOptions<Decision> { ExpiresAfter = TimeSpan.FromSeconds(seconds), DefaultAnswer = Decision.Nobody }, cancellationToken)
            : await desk.AskAsync(form, cancellationToken: cancellationToken);
}

/// <summary>What is asked.</summary>
/// <param name="Number">Which one it is.</param>
/// <param name="ExpiresAfter">After how many seconds nobody needs to answer it any more.</param>
internal sealed record Form(int Number, double? ExpiresAfter);

/// <summary>What is answered.</summary>
internal sealed record Decision(int Number, string Text)
{
    public static Decision Nobody { get; } = new(-1, "nobody answered");
}
