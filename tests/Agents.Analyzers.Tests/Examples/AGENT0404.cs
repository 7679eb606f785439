public interface IMailer
{
    Task SendAsync(string recipient, string text, CancellationToken cancellationToken);
}

#region bad
[AgentModule]
public sealed partial class Shop(IMailer mailer)
{
    [Node]
    public async Task<string> Order(string customer, string item, CancellationToken cancellationToken)
    {
        _ = mailer.SendAsync(customer, $"We pack your {item}.", cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);   // the packing
        return $"{item} is on its way to {customer}";
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Shop(IMailer mailer)
{
    [Node]
    public async Task<string> Order(string customer, string item, CancellationToken cancellationToken)
    {
        var sending = mailer.SendAsync(customer, $"We pack your {item}.", cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);   // the packing
        await sending;
        return $"{item} is on its way to {customer}";
    }
}
#endregion
