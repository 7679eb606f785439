namespace Agents.Sqlite;

/// <summary>The lock of the operating system that goes with a process: beside the database, because SQLite has locks in that.</summary>
internal static class FileLock
{
    /// <summary>Takes the lock; null if somebody has it.</summary>
    public static FileStream? TryTake(string path)
    {
        try
        {
            return new FileStream(path + "-owner", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            return null;
        }
    }
}
