using Microsoft.Extensions.Time.Testing;

namespace Agents.Testing.Tests;

/// <summary>Nodes are called without a runtime.</summary>
public sealed class DoublesTests
{
    [Fact]
    public async Task A_node_is_called_with_recording_writer_and_edges()
    {
        var chunks = new RecordingChunkWriter<string>();
        var work = new RecordingEdge<int>();

        var planned = new Fan().Plan(3, work);
        var time = new FakeTimeProvider();
        var working = new Fan().Work(0, chunks, new TestNodeContext("Work", timeProvider: time), CancellationToken.None);
        time.Advance(TimeSpan.FromMilliseconds(10));
        time.Advance(TimeSpan.FromMilliseconds(20));
        await working;

        Assert.Equal(3, planned);
        Assert.Equal([0, 1, 2], work.Emitted);
        Assert.Equal(["0.0", "0.1", "0.2"], chunks.Chunks);
    }

    [Fact]
    public void Edges_of_any_width_keep_what_is_emitted()
    {
        var none = new RecordingEdge();
        var two = new RecordingEdge<int, string>();
        var three = new RecordingEdge<int, string, bool>();
        var four = new RecordingEdge<int, string, bool, char>();

        Emit(none, two, three, four);
        four.Edge.Emit(5, "f", true, 'g');

        Assert.Equal(1, none.Count);
        Assert.Equal([(1, "a")], two.Emitted);
        Assert.Equal([(2, "b", true)], three.Emitted);
        Assert.Equal([(3, "c", false, 'd'), (5, "f", true, 'g')], four.Emitted);

        static void Emit(Edge zero, Edge<int, string> second, Edge<int, string, bool> third, Edge<int, string, bool, char> fourth)
        {
            zero.Emit();
            second.Emit(1, "a");
            third.Emit(2, "b", true);
            fourth.Emit(3, "c", false, 'd');
        }
    }

    [Fact]
    public async Task A_write_fails_where_the_test_says()
    {
        var chunks = new RecordingChunkWriter<int>().FailAt(2, new InvalidOperationException("full"));

        await chunks.WriteAsync(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => chunks.WriteAsync(2).AsTask());
        await chunks.WriteAsync(3);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chunks.WriteAsync(4, new CancellationToken(canceled: true)).AsTask());

        Assert.Equal([1, 3], chunks.Chunks);
    }

    [Fact]
    public async Task Recorders_take_writes_and_emits_of_many_threads()
    {
        var chunks = new RecordingChunkWriter<int>();
        var edge = new RecordingEdge<int>();

        await Parallel.ForAsync(0, 1000, async (index, token) =>
        {
            await chunks.WriteAsync(index, token);
            edge.Edge.Emit(index);
        });

        Assert.Equal(Enumerable.Range(0, 1000), chunks.Chunks.Order());
        Assert.Equal(Enumerable.Range(0, 1000), edge.Emitted.Order());
    }

    [Fact]
    public async Task People_answer_from_the_script_first_and_by_the_function_then()
    {
        var people = new ScriptedHumanInput<string, int>(static question => question.Length).Answer(42).Fail(new TimeoutException());

        Assert.Equal(42, await people.AskAsync("one"));
        await Assert.ThrowsAsync<TimeoutException>(() => people.AskAsync("two"));
        Assert.Equal(5, await people.AskAsync("three"));
        Assert.Equal(["one", "two", "three"], people.Questions);
    }

    [Fact]
    public async Task A_question_expires_with_its_default_answer_or_the_exception()
    {
        var people = new ScriptedHumanInput<string, int>().Expire().Expire();

        Assert.Equal(7, await people.AskAsync("a", new AskOptions<int> { DefaultAnswer = 7 }));
        var expired = await Assert.ThrowsAsync<HumanInputExpiredException>(() => people.AskAsync("b"));
        Assert.Equal(2, expired.Request.Number);
    }

    [Fact]
    public async Task A_question_without_an_answer_stands_until_its_time_or_its_token()
    {
        var time = new FakeTimeProvider();
        var people = new ScriptedHumanInput<string, int>(timeProvider: time);
        using var stop = new CancellationTokenSource();

        var timed = people.AskAsync("a", new AskOptions<int> { ExpiresAfter = TimeSpan.FromHours(1), DefaultAnswer = 1 });
        var open = people.AskAsync("b", cancellationToken: stop.Token);
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(timed.IsCompleted || open.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await timed);
        Assert.False(open.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => open);
    }

    [Fact]
    public async Task A_question_may_stand_longer_than_timers_of_the_framework_last()
    {
        var time = new FakeTimeProvider();
        var people = new ScriptedHumanInput<string, int>(timeProvider: time);

        var asked = people.AskAsync("a", new AskOptions<int> { ExpiresAfter = TimeSpan.FromDays(100), DefaultAnswer = 1 });
        time.Advance(TimeSpan.FromDays(99));
        Assert.False(asked.IsCompleted);
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await asked);
    }

    [Fact]
    public async Task Questions_with_equal_keys_are_one()
    {
        var people = new ScriptedHumanInput<string, int>().Answer(1).Answer(2);
        var options = new AskOptions<int> { Key = "k" };

        Assert.Equal(1, await people.AskAsync("a", options));
        Assert.Equal(1, await people.AskAsync("b", options));
        Assert.Equal(2, await people.AskAsync("c", options with { Key = "other" }));
        Assert.Equal(["a", "c"], people.Questions);
    }

    [Fact]
    public void Options_are_refused_as_the_runtime_does()
    {
        var people = new ScriptedHumanInput<string, int>().Answer(1);

        Assert.Throws<ArgumentException>("options", () => { _ = people.AskAsync("a", new AskOptions<int> { Key = "" }); });
        Assert.Throws<ArgumentOutOfRangeException>(
            "options", () => { _ = people.AskAsync("a", new AskOptions<int> { ExpiresAfter = TimeSpan.Zero }); });
        Assert.Empty(people.Questions);
    }

    [Fact]
    public void A_context_says_what_it_was_given()
    {
        var context = new TestNodeContext("Search", attempt: 2, metadata: new Dictionary<string, string> { ["user"] = "me" });

        Assert.Equal("Search", context.Node);
        Assert.Equal(2, context.Attempt);
        Assert.Equal("me", context.Metadata["user"]);
        Assert.Equal(new TestNodeContext("Search").IdempotencyKey, context.IdempotencyKey);
    }
}
