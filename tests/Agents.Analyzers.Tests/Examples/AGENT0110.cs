#region bad
// Ticket is written by another source generator, from a schema.
[AgentModule]
public sealed partial class Desk
{
    [Node]
    public string Answer(Ticket ticket) => $"Ticket {ticket.Number}";
}
#endregion

#region good
public sealed record Question(int Number);

[AgentModule]
public sealed partial class Desk
{
    [Node]
    public string Answer(Question question) => $"Ticket {question.Number}";
}
#endregion

#region made
public sealed record Ticket(int Number);
#endregion
