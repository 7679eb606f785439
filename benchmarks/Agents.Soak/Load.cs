using Agents.Soak.Jobs;

namespace Agents.Soak;

/// <summary>A closed loop: each worker chooses a job by chance, does it, and chooses the next.</summary>
internal sealed class Load(SoakHost host, int workers, int seed, Complaints complaints)
{
    /// <summary>How many jobs that wait for people a worker leaves open.</summary>
    private const int OpenAtOnce = 16;

    public IReadOnlyList<Kind> Kinds { get; } =
    [
        .. new IJob[]
        {
            new OneNodeJob(), new ChainJob(), new FanOutJob(), new StreamJob(), new CrowdJob(), new ReadersJob(), new CancelJob(), new CallerGoesJob(),
            new FailureJob(), new RetryJob(), new TimeoutJob(), new LateAnswerJob(), new NoAnswerJob(),
        }.Select(job => new Kind(host, job, complaints)),
    ];

    /// <summary>Completes when the token has fired and all jobs are done.</summary>
    public Task RunAsync(CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => WorkAsync(new Random(seed + worker), stop), CancellationToken.None)));

    private async Task WorkAsync(Random random, CancellationToken stop)
    {
        var open = new Task[OpenAtOnce];
        Array.Fill(open, Task.CompletedTask);
        while (!stop.IsCancellationRequested)
        {
            var kind = Choose(random);
            if (!kind.IsPatient)
                await kind.RunAsync(random);
            else if (Array.FindIndex(open, static task => task.IsCompleted) is >= 0 and var free)
                open[free] = kind.RunAsync(new Random(random.Next()));
        }

        await Task.WhenAll(open);
    }

    private Kind Choose(Random random)
    {
        var place = random.Next(Kinds.Sum(static kind => kind.Weight));
        return Kinds.First(kind => (place -= kind.Weight) < 0);
    }
}
