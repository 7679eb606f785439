using System.Globalization;
using System.Text.RegularExpressions;
using Agents.Journals;
using Agents.Runtime;

namespace Agents.Testing.Tests;

/// <summary>What is stored is read as it was seen, by this build and by later ones.</summary>
public sealed partial class FormatTests
{
    /// <summary>The scenarios and seeds whose runs are kept as they were stored in version 1 of the format.</summary>
    public static TheoryData<string, int> Samples => new()
    {
        { nameof(NestScenario), 9 }, { nameof(PanelScenario), 11 }, { nameof(FamilyScenario), 3 }, { nameof(ShelfScenario), 8 }, { nameof(ForkScenario), 5 },
    };

    [Fact]
    public async Task Events_of_every_kind_are_read_as_they_were_seen()
    {
        var kinds = new HashSet<string>();
        foreach (var scenario in LongExploration.Scenarios.Select(static row => row.Data))
        {
            for (var seed = 1; seed <= 14; seed++)
            {
                var (store, seen) = await PlayAsync(scenario, seed);
                Assert.Equal(seen, await ReadAsync(store, seed));
                kinds.UnionWith(seen.Where(static line => !line.StartsWith("Run ", StringComparison.Ordinal)).Select(static line => Kind().Match(line).Groups[1].Value));
            }
        }

        Assert.Equal(Enum.GetNames<EventKind>().Where(static kind => kind != nameof(EventKind.None)).Order(), kinds.Order());
    }

    /// <summary>With AGENTS_ACCEPT=1 in the environment samples that are not there are made. One that is there is never made anew.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Runs_of_version_1_are_read(string scenario, int seed)
    {
        var (bytes, text) = (PathOf($"{scenario}.events"), PathOf($"{scenario}.log"));
        if (!File.Exists(bytes) && Environment.GetEnvironmentVariable("AGENTS_ACCEPT") == "1")
        {
            var (made, seen) = await PlayAsync(scenario, seed);
            await File.WriteAllLinesAsync(bytes, await WriteAsync(made));
            await File.WriteAllLinesAsync(text, seen);
        }

        var store = new InMemoryStore();
        var journal = new InMemoryJournal(store);
        await journal.OpenAsync();
        foreach (var line in await File.ReadAllLinesAsync(bytes))
            await journal.AppendAsync(new[] { Parse(line.Split(' ')) });
        Assert.Equal(await File.ReadAllLinesAsync(text), await ReadAsync(store, seed));
    }

    [Theory]
    [InlineData(new byte[0], "0 bytes are no event")]
    [InlineData(new byte[] { 2, 1, 0, 0, 0, 0 }, "version 2 of the format")]
    [InlineData(new byte[] { 1, 77, 0, 0, 0, 0 }, "kind 77")]
    [InlineData(new byte[] { 1, 2, 255, 255, 255, 255 }, "cut off")]
    [InlineData(new byte[] { 1, 2, 0, 9, 1, 0 }, "invocation 9")]
    public async Task Bytes_that_are_no_event_are_named(byte[] data, string expected)
    {
        var (store, _) = await PlayAsync(nameof(NestScenario), 6);
        var source = new InMemoryJournal(store);
        var copy = new InMemoryStore();
        var target = new InMemoryJournal(copy);
        await target.OpenAsync();
        var run = default(RunId);
        await foreach (var found in source.ListAsync(new JournalQuery()))
        {
            run = found.Id;
            await foreach (var stored in source.ReadAsync(found.Id))
                await target.AppendAsync(new[] { stored.Position == 2 ? stored with { Data = data } : stored });
        }

        var thrown = await Assert.ThrowsAsync<JournalException>(() => ReadAsync(copy, 6));
        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
        Assert.Contains($"position 2 of run {run}", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Plays a scenario to the end; gives the store and the logs as they were seen.</summary>
    private static async Task<(InMemoryStore Store, List<string> Seen)> PlayAsync(string scenario, int seed)
    {
        var store = new InMemoryStore();
        var host = AgentTestHost.Create(LongExploration.Register, LongExploration.MakeHost(seed) with { Seed = seed, Store = store });
        List<string> seen = [];
        await host.UseAsync(async () =>
        {
            await host.RunAsync(() => DurableExploration.PlayAsync(host, LongExploration.Find(scenario)));
            seen = Describe(RunDescription.RunsOf(host.Runtime));
        });
        return (store, seen);
    }

    /// <summary>The logs as another host reads them; it lets none go on.</summary>
    private static async Task<List<string>> ReadAsync(InMemoryStore store, int seed)
    {
        var host = AgentTestHost.Create(LongExploration.Register, LongExploration.MakeHost(seed) with { Store = store });
        List<string> read = [];
        await host.UseAsync(async () =>
        {
            var runs = new List<Run>();
            await foreach (var found in new InMemoryJournal(store).ListAsync(new JournalQuery()))
                runs.Add((await host.Runtime.Stored!.FindAsync(found.Id, CancellationToken.None))!);
            read = Describe(runs.OrderBy(static run => run.StartedTicks).ThenBy(static run => run.Id));
        });
        return read;
    }

    /// <summary>A list in a record shows its type, which is another once it was read.</summary>
    private static List<string> Describe(IEnumerable<Run> runs) => [.. runs.SelectMany(static run =>
        RunDescription.EventsOf(run).Select(RunDescription.Of).Prepend($"Run {run.Id} of {run.Agent.Name}")).Select(static line => ListType().Replace(line, "list"))];

    private static async Task<List<string>> WriteAsync(InMemoryStore store)
    {
        var lines = new List<string>();
        var journal = new InMemoryJournal(store);
        // Parents before their children, as they were started.
        foreach (var run in await journal.ListAsync(new JournalQuery()).Reverse().ToListAsync())
        {
            await foreach (var stored in journal.ReadAsync(run.Id))
            {
                var start = stored.Start is { } it ? $"{it.Agent} {it.StartedAt.UtcTicks} {it.Root}" : "- - -";
                var end = stored.End is { } over ? $"{over.Status} {over.EndedAt.UtcTicks}" : "- -";
                lines.Add($"{stored.Run} {stored.Position} {start} {end} {Convert.ToHexStringLower(stored.Data.Span)}");
            }
        }

        return lines;
    }

    private static JournalEvent Parse(string[] words)
    {
        return new JournalEvent(RunId.Parse(words[0]), long.Parse(words[1], CultureInfo.InvariantCulture), Convert.FromHexString(words[7]))
        {
            Start = words[2] == "-" ? null : new JournalStart(words[2], TimeOf(words[3]), RunId.Parse(words[4])),
            End = words[5] == "-" ? null : new JournalEnd(Enum.Parse<RunStatus>(words[5]), TimeOf(words[6])),
        };

        static DateTimeOffset TimeOf(string ticks) => new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
    }

    private static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Agents.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "Agents.Testing.Tests", "Journals", "Format1", name);
    }

    [GeneratedRegex(@"^ *\d+ \S+ (?:\w+#\d+ )?(\w+)")]
    private static partial Regex Kind();

    [GeneratedRegex(@"[\w.<>]+`1\[[^\]]*\]")]
    private static partial Regex ListType();
}
