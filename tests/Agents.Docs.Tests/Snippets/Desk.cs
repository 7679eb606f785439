using Agents;

namespace Agents.Docs.Tests.Snippets;

public sealed record Question(string Customer, string Text);

public sealed record Reply(string From, string Text);

#region edges
[AgentModule]
public sealed partial class SupportDesk
{
    [Node]
    public void Triage(Question question, Edge<Question> billing, [To(nameof(Engineering))] Edge<Question, int> hard)
    {
        if (question.Text.Contains("invoice", StringComparison.OrdinalIgnoreCase))
            billing.Emit(question);
        else
            hard.Emit(question, 2);
    }

    [Node]
    public Reply Billing(Question question) =>
        new("billing", $"{question.Customer}, here is your invoice.");

    [Node]
    public Task<Reply> Engineering(Question question, int urgency) =>
        Task.FromResult(new Reply("engineering", $"{question.Customer}, we look into it (urgency {urgency})."));
}
#endregion

#region loop
[AgentModule]
public sealed partial class Editor
{
    [Node(Entry = true)]
    public void Draft(string text, int round, Edge<string, int> review) =>
        review.Emit($"{text} v{round}", round);

    [Node]
    public string? Review(string text, int round, Edge<string, int> draft)
    {
        if (round == 3)
            return text;            // good enough: the result
        draft.Emit(text, round + 1);
        return null;                // no result from this invocation
    }
}
#endregion

public interface IMailer
{
    Task SendAsync(string recipient, string text, string idempotencyKey, CancellationToken cancellationToken);
}

public sealed class Templates
{
    private readonly string salutation = "Dear";

    public string Greet(string name) => $"{salutation} {name},";
}

#region services
[AgentModule]
public sealed partial class Welcomer(Templates templates)                    // a singleton, like any other
{
    [Node]
    public async Task<string> Welcome(
        string customer,
        [Service] IMailer mailer,                                           // from a scope of this attempt
        NodeContext context,
        CancellationToken cancellationToken)
    {
        var text = templates.Greet(customer);
        await mailer.SendAsync(customer, text, context.IdempotencyKey, cancellationToken);
        return text;
    }
}
#endregion

#region attempts
[AgentModule(MaxAttempts = 2, RunTimeoutSeconds = 600)]
public sealed partial class Crawler
{
    [Node(MaxAttempts = 5, TimeoutSeconds = 30, MaxConcurrency = 4, NonRetryable = [typeof(UriFormatException)])]
    public async Task<int> Fetch(string address, CancellationToken cancellationToken)
    {
        var uri = new Uri(address);                                         // a bad address stays bad: no second attempt
        if (uri.Scheme != Uri.UriSchemeHttps)
            throw new NonRetryableException($"Only https is fetched, not {uri.Scheme}.");
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        return uri.Host.Length;
    }
}
#endregion

#region names
[AgentModule("order-desk", Version = "2")]
public sealed partial class Orders
{
    [Node("accept-order")]
    public async Task<string> AcceptAsync(string order, CancellationToken cancellationToken)
    {
        await Task.Delay(1, cancellationToken);
        return $"accepted {order}";
    }
}
#endregion
