using Agents.Infrastructure;

namespace Agents.Testing;

/// <summary>Keeps what is emitted on an edge. Thread-safe.</summary>
internal sealed class EmitRecorder<TInput> : EdgeTarget<TInput>
{
    private readonly Lock sync = new();
    private readonly List<TInput> emitted = [];

    public IReadOnlyList<TInput> Emitted
    {
        get
        {
            lock (sync)
                return [.. emitted];
        }
    }

    public override void Emit(NodeAttempt? attempt, TInput input)
    {
        lock (sync)
            emitted.Add(input);
    }
}
