namespace Agents.Soak;

/// <summary>What came of it all.</summary>
internal sealed record SoakReport(IReadOnlyList<Sample> Samples, IReadOnlyDictionary<KindName, long> Jobs, IReadOnlyList<Verdict> Verdicts)
{
    public Quarters Quarters { get; } = new(Samples);

    public bool Holds => Verdicts.All(static verdict => verdict.Holds);
}
