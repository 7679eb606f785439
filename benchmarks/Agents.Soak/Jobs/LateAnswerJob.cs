namespace Agents.Soak.Jobs;

/// <summary>A person who answers after some seconds.</summary>
internal sealed class LateAnswerJob : IJob
{
    public string Name => "answered late";

    public int Weight => 4;

    public bool IsPatient => true;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var form = host.Witnesses.Watch(new Form(random.Next(1_000), null));
        var run = host.Witnesses.Watch(await host.Clerk.StartAsync(form));
        var request = host.Witnesses.Watch(await run.Desk.ReadAsync().FirstAsync());
        Check.Equal(form, request.Question, "question");
        var decision = host.Witnesses.Watch(new Decision(form.Number, "yes"));
        await host.People.AnswerAsync(TimeSpan.FromSeconds(1 + (random.NextDouble() * 3)), () => run.Desk.AnswerAsync(request, decision));
        Check.Equal(decision, await run.GetResultAsync(), "decision");
        Check.Equal(0, (await run.GetInfoAsync()).PendingRequests, "open questions");
    }
}
