using Agents.Soak.Jobs;

namespace Agents.Soak;

/// <summary>A job on a host, and how often it was done.</summary>
internal sealed class Kind(SoakHost host, IJob job, Complaints complaints)
{
    /// <summary>Longer than any job takes: one that takes longer hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private long done;

    public KindName Name { get; } = new(host.Name, job.Name);

    public int Weight => job.Weight;

    public bool IsPatient => job.IsPatient;

    public long Done => Volatile.Read(ref done);

    public async Task RunAsync(Random random)
    {
        try
        {
            await job.RunAsync(host, random).WaitAsync(Patience);
        }
        catch (Exception exception)
        {
            complaints.Add($"{Name.Host}, {Name.Job}", exception);
        }

        Interlocked.Increment(ref done);
    }
}

/// <summary>What a kind of job, or of run, is called.</summary>
internal sealed record KindName(string Host, string Job);
