public interface IBank
{
    Task PayAsync(string receiver, decimal amount, CancellationToken cancellationToken);
}

#region bad
[AgentModule]
public sealed partial class Invoices(IBank bank)
{
    [Node]
    public async Task<string> Settle(string supplier, decimal amount, HumanInput<string, bool> approval, CancellationToken cancellationToken)
    {
        await bank.PayAsync(supplier, amount, cancellationToken);
        var isCorrect = await approval.AskAsync($"{amount} paid to {supplier}. Correct?", cancellationToken: cancellationToken);
        return isCorrect ? "settled" : "to be reclaimed";
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Invoices(IBank bank)
{
    [Node]
    public async Task Settle(string supplier, decimal amount, Edge<string, decimal> review, CancellationToken cancellationToken)
    {
        await bank.PayAsync(supplier, amount, cancellationToken);
        review.Emit(supplier, amount);
    }

    [Node]
    public async Task<string> Review(string supplier, decimal amount, HumanInput<string, bool> approval, CancellationToken cancellationToken)
    {
        var isCorrect = await approval.AskAsync($"{amount} paid to {supplier}. Correct?", cancellationToken: cancellationToken);
        return isCorrect ? "settled" : "to be reclaimed";
    }
}
#endregion
