using Agents.Runtime;
using CsCheck;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>The log with its extents against a plain list of events.</summary>
public sealed class RunLogTests
{
    /// <summary>What comes: 0 for what stands alone; a writer, whose chunks in a row are one entry; what may follow from a completion.</summary>
    private static Gen<int[]> GenSources { get; } = Gen.Frequency((2, Gen.Const(0)), (2, Gen.Int[1, 3]), (3, Gen.Int[Completed, Ended])).Array[1, 200];

    private const int Completed = 4;
    private const int Given = 5;
    private const int Ended = 6;

    [Fact]
    public void Reading_from_anywhere_gives_what_a_list_would() => Gen.Select(GenSources, Gen.Int[0, 220], Gen.Int[0, 300], Gen.Int[1, 40], Gen.Int[0, 8]).Sample(
        static (sources, after, hint, size, capacity) =>
        {
            var (log, events) = Fill(sources, capacity);
            var buffer = new LogExtent[size];
            var used = hint;
            var read = log.Read((uint)after, ref used, buffer);
            if (after >= events.Count)
            {
                Assert.Equal(0, read);
                return;
            }

            Assert.True(read > 0, "There is something to read.");
            Assert.True(buffer[0].Event.Position <= after + 1 && buffer[0].End > after + 1, "The first entry holds the next event.");
            var next = buffer[0].Event.Position;
            foreach (var extent in buffer.AsSpan(0, read))
            {
                Assert.Equal(next, extent.Event.Position);
                CheckExtent(extent, events);
                next = extent.End;
            }

            Assert.True(read == size || next == events.Count + 1, "Less than asked for is read only at the end.");
        },
        iter: 5_000);

    [Fact]
    public void Reading_on_while_the_log_grows_misses_nothing_and_repeats_nothing() => Gen.Select(GenSources, Gen.Int[1, 7], Gen.Int[1, 5]).Sample(
        static (sources, size, pace) =>
        {
            var log = new RunLog(1);
            var events = new List<LogEvent>();
            var seen = new List<uint>();
            var buffer = new LogExtent[size];
            uint after = 0;
            var hint = 0;
            foreach (var source in sources)
            {
                Append(ref log, events, source);
                if (events.Count % pace == 0)
                    ReadOn();
            }

            while (after < log.Position)
                ReadOn();
            Assert.Equal(events.Select(static logged => logged.Position), seen);

            void ReadOn()
            {
                var read = log.Read(after, ref hint, buffer);
                for (var index = 0; index < read; index++)
                {
                    for (; after + 1 < buffer[index].End; after++)
                        seen.Add(after + 1);
                }
            }
        },
        iter: 2_000);

    [Fact]
    public void All_entries_together_are_the_events() => GenSources.Sample(static sources =>
    {
        var (log, events) = Fill(sources, 1);
        Assert.Equal((uint)events.Count, log.Position);
        var next = 1u;
        foreach (var extent in log.ToArray())
        {
            Assert.Equal(next, extent.Event.Position);
            CheckExtent(extent, events);
            next = extent.End;
        }

        Assert.Equal(log.Position + 1, next);
    });

    [Fact]
    public void Chunks_of_one_writer_in_a_row_take_no_room()
    {
        var (log, _) = Fill([.. Enumerable.Repeat(1, 100_000)], 1);
        Assert.Equal(100_001u, Assert.Single(log.ToArray()).End);
    }

    [Fact]
    public void The_result_of_a_completion_and_the_end_of_the_run_behind_it_take_no_room()
    {
        var (log, _) = Fill([0, 0, Completed, Given, Ended], 1);
        Assert.Equal([2u, 3u, 6u], log.ToArray().Select(static extent => extent.End));
    }

    [Theory]
    [InlineData(Completed, Ended)]
    [InlineData(Given, Ended)]
    [InlineData(Completed, Given, Given)]
    [InlineData(Completed, Completed)]
    public void What_does_not_follow_from_the_event_before_it_is_an_entry(params int[] sources)
    {
        var (log, events) = Fill(sources, 1);
        Assert.Equal(events[^1].Position, log.ToArray()[^1].Event.Position);
    }

    [Fact]
    public void What_comes_at_another_time_than_the_completion_is_an_entry()
    {
        var log = new RunLog(4);
        log.Append(new LogEvent(EventKind.InvocationCompleted, 1, 1, 1, 1, 0, "completion"));
        log.Append(new LogEvent(EventKind.ResultGiven, 2, 1, 1, 1, 0, "completion"));
        log.Append(new LogEvent(EventKind.RunCompleted, 3, 2, 0, 0, 0, null));
        Assert.Equal([3u, 4u], log.ToArray().Select(static extent => extent.End));
    }

    private static (RunLog Log, List<LogEvent> Events) Fill(int[] sources, int capacity)
    {
        var log = new RunLog(capacity);
        var events = new List<LogEvent>();
        foreach (var source in sources)
        {
            if (source == 0 && events.Count % 3 == 0)
                log.Reserve(events.Count % 5, capacity);
            Append(ref log, events, source);
        }

        return (log, events);
    }

    private static void Append(ref RunLog log, List<LogEvent> events, int source)
    {
        var position = (uint)events.Count + 1;
        // What matters is that indexes go up one by one within an entry.
        var index = events.Count > 0 && events[^1] is { Kind: EventKind.Chunk } last && last.Invocation == source ? last.Argument + 1 : 7;
        var logged = source switch
        {
            0 => new LogEvent(EventKind.AttemptStarted, position, 1, 1, 1, 0, "attempt"),
            Completed => new LogEvent(EventKind.InvocationCompleted, position, 1, 4, 2, 3, "completion"),
            Given => new LogEvent(EventKind.ResultGiven, position, 1, 4, 2, 0, "completion"),
            Ended => new LogEvent(EventKind.RunCompleted, position, 1, 0, 0, 0, null),
            _ => new LogEvent(EventKind.Chunk, position, 1, source, 1, index, Sources[source]),
        };
        events.Add(logged);
        log.Append(logged);
    }

    private static string[] Sources { get; } = ["", "one", "two", "three"];

    private static void CheckExtent(in LogExtent extent, List<LogEvent> events)
    {
        for (var position = extent.Event.Position; position < extent.End; position++)
        {
            var (logged, read) = (events[(int)position - 1], extent[position]);
            Assert.Equal(
                (logged.Kind, logged.Position, logged.Ticks, logged.Invocation, logged.Attempt, logged.Argument),
                (read.Kind, read.Position, read.Ticks, read.Invocation, read.Attempt, read.Argument));
            Assert.Same(logged.Payload, read.Payload);
        }

        if (extent.Event.Kind is EventKind.Chunk && extent.End <= events.Count)
            Assert.False(ReferenceEquals(events[(int)extent.End - 1].Payload, extent.Event.Payload), "An entry goes as far as its writer.");
    }
}
