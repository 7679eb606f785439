using System.Text.Json;

namespace Agents.Runtime;

/// <summary>Finds what keeps a run that has come back from going on.</summary>
internal static class Misfits
{
    public static List<Misfit> Of(Run run)
    {
        var found = new List<Misfit>();
        lock (run.Gate)
        {
            for (var ordinal = 1; ordinal <= run.State.LastOrdinal; ordinal++)
            {
                if (run.State[ordinal] is { IsLive: true, Input: InvocationAttempt { NodeInfo.IsFormer: true } attempt })
                    found.Add(Of(run, ordinal, attempt));
            }

            if (run.State.OpenQuestions == 0)
                return found;
            foreach (var question in run.Questions.GetOpen())
            {
                var node = run.NodeOf(question.Invocation)!;
                var input = question.Question.Input;
                if (!node.IsFormer && !node.Definition.HumanInputs.Contains(input))
                {
                    found.Add(new Misfit(
                        new InvocationId(run.Id, question.Invocation), node.Name, input.Name,
                        $"its question by '{input.Name}' is open, but the node has no such parameter any more."));
                }
            }
        }

        return found;
    }

    private static Misfit Of(Run run, int ordinal, InvocationAttempt attempt)
    {
        var id = new InvocationId(run.Id, ordinal);
        if (run.Agent.FindNode(attempt.Node) is not { } node)
            return new Misfit(id, attempt.Node, null, $"agent '{run.Agent.Name}' has no node of this name any more.");
        var exception = node.Runtime.FindMisfit((JsonElement)attempt.BoxedInputs[0]!);
        return new Misfit(id, attempt.Node, (exception as ArgumentException)?.ParamName, exception?.Message ?? "its inputs do not fit.");
    }
}
