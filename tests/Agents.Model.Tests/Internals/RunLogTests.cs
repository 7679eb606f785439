using Agents.Runtime;
using CsCheck;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>The log with its extents against a plain list of events.</summary>
public sealed class RunLogTests
{
    /// <summary>Who writes the events: chunks of one source in a row are one entry.</summary>
    private static Gen<int[]> GenSources { get; } = Gen.Frequency((1, Gen.Const(0)), (1, Gen.Int[1, 3])).Array[1, 200];

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
    public void At_finds_the_entry_that_holds_a_position() => GenSources.Sample(static sources =>
    {
        var (log, events) = Fill(sources, 1);
        Assert.Equal((uint)events.Count, log.Position);
        for (var position = 1u; position <= events.Count; position++)
        {
            var extent = log.At(position);
            Assert.InRange(position, extent.Event.Position, extent.End - 1);
            CheckExtent(extent, events);
        }
    });

    [Fact]
    public void Chunks_of_one_writer_in_a_row_take_no_room()
    {
        var (log, _) = Fill([.. Enumerable.Repeat(1, 100_000)], 1);
        Assert.Equal(new LogExtent(log.At(1).Event, 100_001), log.At(77_777));
    }

    private static (RunLog Log, List<LogEvent> Events) Fill(int[] sources, int capacity)
    {
        var log = new RunLog(capacity);
        var events = new List<LogEvent>();
        foreach (var source in sources)
        {
            if (source == 0 && events.Count % 3 == 0)
                log.Reserve(events.Count % 5);
            Append(ref log, events, source);
        }

        return (log, events);
    }

    private static void Append(ref RunLog log, List<LogEvent> events, int source)
    {
        var position = (uint)events.Count + 1;
        // What matters is that indexes go up one by one within an entry.
        var index = events.Count > 0 && events[^1] is { Kind: EventKind.Chunk } last && last.Invocation == source ? last.Argument + 1 : 7;
        var logged = source == 0
            ? new LogEvent(EventKind.AttemptStarted, position, 1, 1, 1, 0, "attempt")
            : new LogEvent(EventKind.Chunk, position, 1, source, 1, index, Sources[source]);
        events.Add(logged);
        log.Append(logged);
    }

    private static string[] Sources { get; } = ["", "one", "two", "three"];

    private static void CheckExtent(in LogExtent extent, List<LogEvent> events)
    {
        for (var position = extent.Event.Position; position < extent.End; position++)
        {
            var logged = events[(int)position - 1];
            Assert.Equal(logged.Kind, extent.Event.Kind);
            Assert.Same(logged.Payload, extent.Event.Payload);
            Assert.Equal(logged.Argument, extent.Event.Argument + (int)(position - extent.Event.Position));
        }

        Assert.True(extent.End == extent.Event.Position + 1 || extent.Event.Kind is EventKind.Chunk, "Only chunks are put together.");
        if (extent.Event.Kind is EventKind.Chunk && extent.End <= events.Count)
            Assert.False(ReferenceEquals(events[(int)extent.End - 1].Payload, extent.Event.Payload), "An entry goes as far as its writer.");
    }
}
