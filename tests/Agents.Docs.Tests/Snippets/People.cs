using System.Text.Json;
using Agents;
using Agents.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Docs.Tests.Snippets;

public sealed record Expense(string Who, decimal Euros);

public sealed record Decision(bool IsApproved, string? Note = null);

#region ask
[AgentModule]
public sealed partial class Expenses
{
    [Node(TimeoutSeconds = 30)]
    public async Task<string> Review(Expense expense, HumanInput<Expense, Decision> approval, CancellationToken cancellationToken)
    {
        var decision = await approval.AskAsync(expense, cancellationToken: cancellationToken);      // days, perhaps
        return decision.IsApproved ? "paid" : $"refused: {decision.Note}";
    }
}
#endregion

#region several
[AgentModule]
public sealed partial class Contract
{
    [Node]
    public async Task<int> Sign(string[] signers, HumanInput<string, bool> signature, CancellationToken cancellationToken)
    {
        var signed = await Task.WhenAll(signers.Select(signer => signature.AskAsync(
            $"{signer}, do you sign?",
            new AskOptions<bool> { Key = signer, ExpiresAfter = TimeSpan.FromDays(7), DefaultAnswer = false },
            cancellationToken)));
        return signed.Count(yes => yes);
    }
}
#endregion

[AgentModule]
public sealed partial class Office(ExpensesClient expenses)
{
    [Node]
    public async Task<string> File(string who, CancellationToken cancellationToken) =>
        await expenses.InvokeAsync(new Expense(who, 20), cancellationToken: cancellationToken);
}

/// <summary>What docs/people.md shows.</summary>
public sealed class People
{
    [Fact]
    public Task Questions_are_read_and_answered() => RunAsync(static async host =>
    {
        var run = await host.Get<ExpensesClient>().StartAsync(new Expense("Ann", 900));
        await host.AdvanceAsync(TimeSpan.FromDays(3));

        #region answer
        await foreach (var request in run.Approval.ReadAsync())             // what is open, then what comes, to the end of the run
        {
            Console.WriteLine($"{request.Question.Who} wants {request.Question.Euros} euros, since {request.AskedAt:d}.");
            await run.Approval.AnswerAsync(request, new Decision(false, "too much"));
        }
        #endregion

        await run.ShouldGiveAsync("refused: too much");
        Assert.Equal(1, (await run.ReadEventsAsync().OfType<RunEvent.AttemptStarted>().LastAsync()).Attempt);
    });

    [Fact]
    public Task The_first_answer_counts() => RunAsync(static async host =>
    {
        var run = await host.Get<ExpensesClient>().StartAsync(new Expense("Ann", 900));
        await host.AdvanceAsync(TimeSpan.Zero);
        var request = Assert.Single(await run.Approval.GetPendingAsync());

        #region first
        await run.Approval.AnswerAsync(request, new Decision(true));
        await run.Approval.AnswerAsync(request, new Decision(true));        // the same: as if it had come once
        var late = await Assert.ThrowsAsync<HumanRequestClosedException>(
            async () => await run.Approval.AnswerAsync(request, new Decision(false)));
        Assert.Equal(HumanRequestOutcome.Answered, late.Outcome);
        #endregion

        await run.ShouldGiveAsync("paid");
    });

    [Fact]
    public Task Several_at_once_and_one_expires() => RunAsync(static async host =>
    {
        var run = await host.Get<ContractClient>().StartAsync(["Ann", "Ben", "Cleo"]);
        await host.AdvanceAsync(TimeSpan.FromDays(6));
        Assert.Equal(3, (await run.GetInfoAsync()).PendingRequests);
        foreach (var request in (await run.Signature.GetPendingAsync()).Where(static request => request.Key != "Cleo"))
            await run.Signature.AnswerAsync(request, true);
        await host.AdvanceAsync(TimeSpan.FromDays(1));
        await run.ShouldGiveAsync(2);
        Assert.Equal(1, await run.ReadEventsAsync().CountAsync(static recorded => recorded is RunEvent.HumanExpired));
    });

    [Fact]
    public Task Questions_of_children_are_answered_through_the_parent() => RunAsync(static async host =>
    {
        var run = await host.Get<OfficeClient>().StartAsync("Ann");
        await host.AdvanceAsync(TimeSpan.FromDays(1));

        #region json
        foreach (var request in await run.GetPendingRequestsAsync(includeChildren: true))
        {
            using var answer = JsonDocument.Parse("""{ "isApproved": true }""");        // from a form, say
            await run.AnswerAsync(request.Id, answer.RootElement);
        }
        #endregion

        await run.ShouldGiveAsync("paid");
        Assert.Equal("Expenses", (await run.GetChildrenAsync()).Single().Agent);
    });

    private static Task RunAsync(Func<AgentTestHost, Task> test) =>
        AgentTestHost.RunAsync(static agents => agents.AddExpenses().AddContract().AddOffice(), test);
}
