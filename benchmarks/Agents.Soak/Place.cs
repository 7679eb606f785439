namespace Agents.Soak;

/// <summary>A folder with a database, which is removed at the end.</summary>
internal sealed class Place : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("soak");

    public string Path => System.IO.Path.Combine(folder.FullName, "agents.db");

    /// <summary>The size of the database, without what is on its way into it.</summary>
    public long Bytes => new FileInfo(Path) is { Exists: true } file ? file.Length : 0;

    public bool Exists => Directory.Exists(folder.FullName);

    public void Dispose() => folder.Delete(recursive: true);
}
