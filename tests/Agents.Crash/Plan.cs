using Agents.Testing.Tests;

namespace Agents.Crash;

/// <summary>A root run, as its number says: of which agent it is, with which graph, and what it gives in the end.</summary>
internal sealed class Plan
{
    private readonly Func<Clients, RunOptions, Task<AgentRun>> start;
    private readonly Func<Clients, RunId, Task<string?>> check;

    private Plan(Func<Clients, RunOptions, Task<AgentRun>> start, Func<Clients, RunId, Task<string?>> check)
    {
        this.start = start;
        this.check = check;
    }

    public static Plan Of(int number)
    {
        var random = new Random(number);
        switch (random.Next(3))
        {
            case 0:
                var twig = NestPlan.Make(random);
                return Make(NestPlan.Execute(twig), (clients, options) => clients.Nest.StartAsync(twig, options), static (clients, id) => clients.Nest.GetRunAsync(id));
            case 1:
                var person = Person.Make(random);
                return Make(person.Count(), (clients, options) => clients.Family.StartAsync(person, options), static (clients, id) => clients.Family.GetRunAsync(id));
            default:
                Question[] questions = [.. Enumerable.Range(0, random.Next(7)).Select(
                    index => new Question(new string('?', 1 + index), (Asking)random.Next(Enum.GetValues<Asking>().Length)))];
                return Make(
                    questions.Length + questions.Sum(static question => question.Text.Length),
                    (clients, options) => clients.Panel.StartAsync(questions, options), static (clients, id) => clients.Panel.GetRunAsync(id));
        }
    }

    public Task<AgentRun> StartAsync(Clients clients, string key) => start(clients, new RunOptions { Key = key });

    /// <summary>What is wrong with the result of a run; null for nothing.</summary>
    public Task<string?> CheckAsync(Clients clients, RunId id) => check(clients, id);

    private static Plan Make<TRun, T>(
        T expected, Func<Clients, RunOptions, ValueTask<TRun>> start, Func<Clients, RunId, ValueTask<TRun?>> find)
        where TRun : AgentRun<T> => new(
        async (clients, options) => await start(clients, options),
        async (clients, id) =>
        {
            if (await find(clients, id) is not { } run)
                return "The run is not there.";
            try
            {
                var result = await run.GetResultAsync();
                return EqualityComparer<T>.Default.Equals(result, expected) ? null : $"The result is {result}, not {expected}.";
            }
            catch (AgentException exception)
            {
                return $"The run ended otherwise: {exception.Message}";
            }
        });
}

/// <summary>The clients of a host.</summary>
internal sealed record Clients(NestClient Nest, FamilyClient Family, PanelClient Panel)
{
    /// <summary>The handle of a root, of whichever agent it is.</summary>
    public async Task<AgentRun?> FindAsync(RunId id) =>
        await Nest.GetRunAsync(id) ?? await Family.GetRunAsync(id) ?? (AgentRun?)await Panel.GetRunAsync(id);
}
