[AgentModule]
public sealed partial class Listener
{
    [Node]
    public async Task<int> Listen(int seconds, ChunkWriter<Spectrum> spectra, CancellationToken cancellationToken)
    {
        for (var second = 0; second < seconds; second++)
        {
            await Task.Delay(1000, cancellationToken);
            await spectra.WriteAsync(new Spectrum(second, [0.1, 0.7, 0.2]), cancellationToken);
        }

        return seconds;
    }
}

#region bad
public sealed record Spectrum(int Second, double[] Levels);
#endregion

#region good
public sealed record Spectrum(int Second, double[] Levels)
{
    public bool Equals(Spectrum? other) =>
        other is not null && Second == other.Second && Levels.AsSpan().SequenceEqual(other.Levels);

    public override int GetHashCode() => HashCode.Combine(Second, Levels.Length);
}
#endregion
