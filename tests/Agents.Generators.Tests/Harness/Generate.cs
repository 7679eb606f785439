using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Tests.Harness;

/// <summary>The one way that tests run the generator: whatever they are about, all of <see cref="Proofs"/> is proved as well.</summary>
internal static class Generate
{
    /// <summary>Runs the generator over sound sources; what it writes compiles without a warning.</summary>
    public static GeneratorRun Sound(params string[] sources)
    {
        var run = Proved(sources);
        Assert.Empty(run.Problems);
        return run;
    }

    /// <summary>Runs the generator over sound sources and compares what it writes with a stored text.</summary>
    public static GeneratorRun Snapshot(string source, [CallerMemberName] string name = "")
    {
        var run = Sound(source);
        Harness.Snapshot.Compare(name, run);
        return run;
    }

    /// <summary>
    /// Runs the generator over faulty sources. Whatever is wrong in them, no error is in what is generated, and none stems
    /// from something that is missing there.
    /// </summary>
    /// <param name="sources">The sources.</param>
    /// <param name="fault">What generated bodies say.</param>
    /// <param name="expected">The compiler's errors.</param>
    public static GeneratorRun Faulty(string fault, string[] sources, params string[] expected)
    {
        var run = Proved(sources);
        Assert.DoesNotContain(run.Problems, GeneratorRun.IsGenerated);
        Assert.Equal(expected.Order(), run.Problems.Select(problem => problem.Id).Distinct().Order());
        Assert.Contains(run.Files.Values, file => file.Contains(fault, StringComparison.Ordinal));
        return run;
    }

    private static GeneratorRun Proved(string[] sources)
    {
        var compilation = Sources.Compile(sources);
        var run = GeneratorRun.Of(compilation);
        Proofs.LinesEndWithLineFeeds(run);
        Proofs.ModelsHoldNoSymbols(run);
        Proofs.OrderDoesNotMatter(compilation, run);
        Proofs.EditsAreCached(compilation, run);
        return run;
    }
}
