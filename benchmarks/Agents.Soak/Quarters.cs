namespace Agents.Soak;

/// <summary>The quarters of the time under load, each as the medians of its samples. The first is the warm-up.</summary>
internal sealed class Quarters
{
    private readonly IReadOnlyList<Sample> samples;

    public Quarters(IReadOnlyList<Sample> samples)
    {
        this.samples = samples;
        All = [.. Enumerable.Range(0, 4).Select(Quarter)];
    }

    public IReadOnlyList<Sample> All { get; }

    public Sample Second => All[1];

    public Sample Last => All[3];

    private Sample Quarter(int number) =>
        Sample.Median([.. samples.Skip(samples.Count * number / 4).Take((samples.Count * (number + 1) / 4) - (samples.Count * number / 4))]);
}
