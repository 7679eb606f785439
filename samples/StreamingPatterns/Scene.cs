namespace StreamingPatterns;

/// <summary>A pattern that can be run by its name.</summary>
internal sealed record Scene(string Name, string About, Func<Task> RunAsync)
{
    /// <summary>Each scene checks its own outcome, so that running them all is a test.</summary>
    public static void Check(bool holds, string expectation)
    {
        if (!holds)
            throw new InvalidOperationException($"Expected: {expectation}.");
    }
}
