using Text = System.String;

namespace My.Desk
{
    /// <summary>Edges of every count, conversions, tuples, generic payloads, expression bodies, optional results.</summary>
    [AgentModule]
    internal partial class Desk : IDisposable
    {
        private readonly Lazy<Dictionary<Text, List<(int Id, string? Name)>>> known = new(() => []);

        [Node]
        internal void Triage(
            Question<Text> question, Edge idle, Edge<int> count, Edge<Question<Text>, int> hard, Edge<string, string?, int[]> three,
            Edge<byte, short, (int, int), Dictionary<string, List<int?>>> four)
        {
            if (question is { Value.Length: 0 })
                idle.Emit();
            else if (question.Value.Contains("invoice", StringComparison.OrdinalIgnoreCase))
                count.Emit(known.Value.Count);
            for (var i = 0; i < 3; i++)
                hard.Emit(question with { Value = $"{i}: {question.Value}" }, i);
            three.Emit("a", null, [1, 2, 3]);
            four.Emit(1, 2, (3, 4), new() { ["x"] = [1, null] });
        }

        [Node] private int? Idle() => null;
        [Node] protected internal int? Count(long count) => (int)count;
        [Node] public Task<int?> HardAsync(Question<string> question, object urgency) => Task.FromResult<int?>(question.Value.Length + (int)urgency);
        [Node] public ValueTask<int> Three(string text, string? note, IEnumerable<int> numbers) => new(numbers.Count() + (note ?? text).Length);

        [Node("four", MaxAttempts = 1)]
        public async Task<int> Four(int small, int other, (int Left, int Right) pair, IReadOnlyDictionary<string, List<int?>> map) =>
            await Task.Run(() => small + other + pair.Left + map.Sum(entry => entry.Value.Count));

        public void Dispose() => GC.SuppressFinalize(this);
    }

    internal sealed record Question<T>(T Value) where T : notnull;
}
