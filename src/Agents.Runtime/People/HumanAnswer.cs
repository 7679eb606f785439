namespace Agents.Runtime;

/// <summary>An answer as the log holds it: the payload of <see cref="EventKind.HumanAnswered"/>.</summary>
/// <param name="Value">The answer, boxed where it is a struct.</param>
internal sealed record HumanAnswer(object? Value)
{
    /// <summary>With a journal: the answer as JSON.</summary>
    public byte[]? Stored { get; set; }
}
