using System.Diagnostics;
using System.Security.Cryptography;

namespace Agents.Benchmarks.Floors;

/// <summary>
/// What is demanded of a host in memory, by hand and for nothing but what is measured: ids of 16 bytes, runs that are found by them, and
/// the newest 5,000 finished ones kept.
/// </summary>
internal sealed class BareHost
{
    private const int Kept = 5_000;

    private readonly Lock sync = new();
    private readonly Dictionary<RunId, BareRun> runs = [];
    private readonly Queue<RunId> finished = new();
    private readonly byte[] random = new byte[4096];
    private int used = 4096;
    private ulong last;

    public void Add(BareRun run)
    {
        lock (sync)
        {
            if (used == random.Length)
            {
                RandomNumberGenerator.Fill(random);
                used = 0;
            }

            last = Math.Max((ulong)Stopwatch.GetTimestamp(), last + 1);
            run.Id = new RunId(last, BitConverter.ToUInt64(random, used));
            used += sizeof(ulong);
            runs.Add(run.Id, run);
        }
    }

    public void OnEnded(BareRun run)
    {
        lock (sync)
        {
            finished.Enqueue(run.Id);
            if (finished.Count > Kept)
                runs.Remove(finished.Dequeue());
        }
    }
}
