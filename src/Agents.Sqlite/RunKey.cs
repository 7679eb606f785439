namespace Agents.Sqlite;

/// <summary>Ids of runs as they are stored: 16 bytes, in their order.</summary>
internal static class RunKey
{
    public static byte[] Of(RunId id) => Convert.FromHexString(id.ToString());

    public static RunId Read(byte[] key) => RunId.Parse(Convert.ToHexString(key));

    public static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
