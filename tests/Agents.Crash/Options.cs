using System.Globalization;

namespace Agents.Crash;

/// <summary>What a worker is told.</summary>
/// <param name="Folder">Where its database is, and the file of the cursors of its readers.</param>
/// <param name="Seed">What its dice are thrown by.</param>
/// <param name="First">The number of the first root to start.</param>
/// <param name="Drains">Whether it starts none but those before, brings all to their ends and shows their logs.</param>
internal sealed record WorkerOptions(string Folder, int Seed, int First, bool Drains)
{
    public string Database => Path.Combine(Folder, "agents.db");

    /// <summary>A line for each root that was accepted: its number, its id and the cursor of its reader or <c>-</c>.</summary>
    public string Roots => Path.Combine(Folder, "roots");

    public static WorkerOptions Parse(string[] args) =>
        new(args[0], int.Parse(args[1], CultureInfo.InvariantCulture), int.Parse(args[2], CultureInfo.InvariantCulture), args.Contains("drain"));

    public string[] ToArgs() => ["worker", Folder, $"{Seed}", $"{First}", .. Drains ? ["drain"] : Array.Empty<string>()];
}

/// <summary>How much the harness does.</summary>
/// <param name="Kills">How often it kills.</param>
/// <param name="Seed">What its choices depend on; when a process is killed, the machine decides, too.</param>
/// <param name="Parallel">How many databases it works on at once.</param>
internal sealed record HarnessOptions(int Kills, int Seed, int Parallel)
{
    public static HarnessOptions Parse(string[] args)
    {
        return new(Find("--kills", 500), Find("--seed", Environment.TickCount & 0xffff), Find("--parallel", 2));

        int Find(string name, int otherwise) =>
            Array.IndexOf(args, name) is >= 0 and var index ? int.Parse(args[index + 1], CultureInfo.InvariantCulture) : otherwise;
    }
}
