using Agents.Analyzers.Tests.Harness;

namespace Agents.Analyzers.Tests.Robustness;

/// <summary>Programs to break: those of the folder Corpus, and the examples of the rules, which break a rule already.</summary>
/// <param name="Name">The name of the program: of its files, up to the first dot.</param>
/// <param name="Files">Its sources.</param>
internal sealed record Corpus(string Name, IReadOnlyList<string> Files)
{
    public static IReadOnlyList<Corpus> Programs { get; } = [.. new[] { "Robustness/Corpus", "Examples" }
        .Select(folder => Repository.PathOf("tests", "Agents.Analyzers.Tests", folder))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs"))
        .GroupBy(path => Path.GetFileName(path).Split('.')[0], StringComparer.Ordinal)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new Corpus(group.Key, [.. group.Order(StringComparer.Ordinal).Select(File.ReadAllText)]))];

    /// <summary>A program of which one file is broken, all of it decided by the seed.</summary>
    public static Corpus Broken(int seed)
    {
        // Generators of successive seeds begin much alike, so the seeds are spread.
        var random = new Random(unchecked(seed * (int)2_654_435_769));
        var program = Programs[random.Next(Programs.Count)];
        var files = program.Files.ToArray();
        ref var file = ref files[random.Next(files.Length)];
        file = new Mutator(random).Break(file);
        return new($"{program.Name}, seed {seed}", files);
    }

    /// <summary>The name and all sources, for a message.</summary>
    public override string ToString() => $"{Name}\n{string.Join("\n// ---- next file\n", Files)}";
}
