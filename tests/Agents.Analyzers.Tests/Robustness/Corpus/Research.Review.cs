namespace My.Research;

public readonly record struct Finding(string Text, int Weight);

[ChunkUnion(Discriminator = "kind")]
public abstract partial record Step
{
    [ChunkCase("search")]
    public sealed record Searching(string Word, int? Page = 1) : Step;

    public sealed record Found(Finding Finding) : Step;
}

public sealed partial class Researcher
{
    [Node]
    public async ValueTask<Report?> ReviewAsync(
        IReadOnlyList<Finding> findings, (string, int) origin, [To("Plan")] Edge<string, int, string> again, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken).ConfigureAwait(false);
        var (word, round) = origin;
        switch (findings)
        {
            case []:
                again.Emit(word, round + 1, "en");
                return null;
            case [{ Weight: > 10 } first, ..] when round < Rounds:
                return new Report(first.Text, findings.Rest().Count());
            default:
                return Total(findings) > 100 ? new Report(word, findings.Count) : null;
        }

        static int Total(IEnumerable<Finding> all) => all.Sum(static finding => finding.Weight);
    }
}

public sealed record Report(string Title, int Sources);

file static class Extensions
{
    public static IEnumerable<T> Rest<T>(this IReadOnlyList<T> list) where T : notnull => list.Skip(1);
}
