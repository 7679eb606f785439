namespace Research;

/// <summary>What the command line says.</summary>
/// <param name="Graph">Whether to print the agent's graph, and nothing else.</param>
/// <param name="Answers">What the person answers, in this order, then "yes"; empty to ask at the terminal.</param>
internal sealed record Arguments(bool Graph, IReadOnlyList<string> Answers)
{
    /// <summary>Reads the command line; null if that cannot be followed.</summary>
    public static Arguments? Parse(ReadOnlySpan<string> args)
    {
        var graph = false;
        var answers = new List<string>();
        for (; args is not []; args = args[1..])
        {
            switch (args)
            {
                case ["--graph", ..]:
                    graph = true;
                    break;
                case ["--answer", var answer, ..]:
                    answers.Add(answer);
                    args = args[1..];
                    break;
                default:
                    return null;
            }
        }

        return graph || answers is not [] || !Console.IsInputRedirected ? new Arguments(graph, answers) : null;
    }

    public static int Refuse()
    {
        Console.Error.WriteLine(
            """
            dotnet run --project samples/ResearchAgent                          asks at the terminal
            dotnet run --project samples/ResearchAgent -- --answer "<text>" …   answers the questions in turn, then "yes"
            dotnet run --project samples/ResearchAgent -- --graph               prints the agent's graph

            An answer is "yes" to publish the draft, or what is missing in it. Without a terminal, give an answer.
            """);
        return 2;
    }
}
