#region bad
[AgentModule]
public sealed partial class Desk
{
    [Node]
    public int Sort(string question, Edge<string> answer)
    {
        answer.Emit(question);
        return question.Length;
    }

    [Node]
    public string Answer(string question) => $"It depends: {question}";
}
#endregion

#region good
[AgentModule]
public sealed partial class Desk
{
    [Node]
    public void Sort(string question, Edge<string, int> answer) => answer.Emit(question, question.Length);

    [Node]
    public string Answer(string question, int length) => $"It depends: {question}, in {length} letters";
}
#endregion
