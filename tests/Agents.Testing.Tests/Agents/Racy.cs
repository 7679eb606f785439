namespace Agents.Testing.Tests;

/// <summary>What is shared by all invocations, and guarded by nobody.</summary>
internal sealed class Account
{
    public int Balance { get; set; }
}

/// <summary>Has a race that shows only if one payment is made between another's reading and writing.</summary>
[AgentModule]
internal sealed partial class Racy(Account account)
{
    [Node]
    public int Start(int payments, Edge<int> pay)
    {
        for (var index = 0; index < payments; index++)
            pay.Emit(1);
        return payments;
    }

    [Node]
    public async Task Pay(int amount, CancellationToken cancellationToken)
    {
        var balance = account.Balance;
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        account.Balance = balance + amount;
    }
}
