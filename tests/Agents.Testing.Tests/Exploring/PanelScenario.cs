using System.Text.Json;

namespace Agents.Testing.Tests;

/// <summary>People who are asked much at once, in children too, and answer late, twice, and when nobody waits any more.</summary>
internal static class PanelScenario
{
    public static readonly string[] Nodes = ["Open", "Ask", "Pass", "Tally"];

    public static Task PlayAsync(AgentTestHost host) => PlayAsync(host, new Trouble(host, Nodes));

    public static async Task PlayAsync(AgentTestHost host, Trouble trouble)
    {
        var dice = host.Get<Dice>();
        Question[] questions = [.. Enumerable.Range(0, dice.Next(7)).Select(
            index => new Question(new string('?', 1 + index), (Asking)dice.Next(Enum.GetValues<Asking>().Length)))];
        var run = await host.Get<PanelClient>().StartAsync(questions, trouble.Options);
        await Task.WhenAll(
            trouble.ExpectAsync(run, questions.Length + questions.Sum(static question => question.Text.Length)),
            trouble.StrikeAsync(run),
            AnswerAllAsync(host, run, dice),
            AnswerOwnAsync(run, dice),
            Onlookers.ReadTreeAsync(run, dice));
    }

    /// <summary>Looks at all that is asked in the run and below it from time to time, and answers some of it.</summary>
    private static async Task AnswerAllAsync(AgentTestHost host, PanelRun run, Dice dice)
    {
        while (!host.Runtime.IsStopped && (await run.GetInfoAsync()).Status is RunStatus.Running)
        {
            foreach (var request in await run.GetPendingRequestsAsync(includeChildren: true))
            {
                if (dice.Hits(0.3))
                    continue;
                var answer = ((string)request.BoxedQuestion!).Length;
                var answers = Enumerable.Range(0, 1 + dice.Next(2)).Select(_ => GiveAsync(answer)).ToArray();
                Assert.Single((await Task.WhenAll(answers)).Distinct());
                if (dice.Hits(0.2))
                    Assert.False(await GiveAsync(-1));

                async Task<bool> GiveAsync(int value)
                {
                    try
                    {
                        await run.AnswerAsync(request.Id, JsonSerializer.SerializeToElement(value));
                        return true;
                    }
                    catch (HumanRequestClosedException)
                    {
                        return false;
                    }
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5 + dice.Next(30)), host.Time);
        }
    }

    /// <summary>Answers what the run itself asks, as soon as it does, unless others are to.</summary>
    private static async Task AnswerOwnAsync(PanelRun run, Dice dice)
    {
        await foreach (var request in run.Vote.ReadAsync())
        {
            if (dice.Hits(0.5))
                continue;
            try
            {
                await run.Vote.AnswerAsync(request, request.Question.Length);
            }
            catch (HumanRequestClosedException closed)
            {
                Assert.NotEqual(HumanRequestOutcome.Answered, closed.Outcome);
            }
        }
    }
}
