#region bad
[AgentModule]
public sealed partial class Mail
{
    [Node]
    public string Send(string letter) => letter;
}

public sealed class MailClient;
#endregion

#region good
[AgentModule]
public sealed partial class Mail
{
    [Node]
    public string Send(string letter) => letter;
}

public sealed class PostOffice;
#endregion
