using System.Collections.Immutable;
using Agents.Runtime;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Agents.Model.Tests;

public sealed class IdTests
{
    private static Gen<RunId> GenRun { get; } = Gen.Select(Gen.ULong, Gen.ULong, static (high, low) => new RunId(high, low));

    [Fact]
    public void Ids_are_read_back_from_their_text() => Gen.Select(GenRun, Gen.Int[1, int.MaxValue], Gen.Long[0, long.MaxValue]).Sample(
        static (run, ordinal, position) =>
        {
            Assert.Equal(run, RunId.Parse(run.ToString()));
            Assert.Equal(run, RunId.Parse(run.ToString().ToUpperInvariant()));
            var invocation = new InvocationId(run, ordinal);
            Assert.Equal(invocation, InvocationId.Parse(invocation.ToString()));
            var request = new HumanRequestId(run, ordinal);
            Assert.Equal(request, HumanRequestId.Parse(request.ToString()));
            Assert.Equal(request.ToString(), Uri.EscapeDataString(request.ToString()));
            Assert.Equal((invocation, request), (Read<InvocationId>(invocation.ToString()), Read<HumanRequestId>(request.ToString())));
            var cursor = new Cursor(run, position);
            Assert.Equal(cursor, Cursor.Parse(cursor.ToString()));
            Assert.Equal(cursor.GetHashCode(), Cursor.Parse(cursor.ToString()).GetHashCode());
            Assert.DoesNotContain(' ', cursor.ToString());
        },
        iter: 5_000);

    private static T Read<T>(string text)
        where T : IParsable<T>
    {
        Assert.True(T.TryParse(text, null, out var id));
        Assert.Throws<FormatException>(() => T.Parse(text + "x", null));
        Assert.Equal(id, T.Parse(text, null));
        return id;
    }

    [Fact]
    public void A_cursor_of_a_tree_is_read_back_from_its_text() => Gen.Select(GenRun, GenRun, GenRun, Gen.Int[1, 1000]).Sample(
        static (root, first, second, position) =>
        {
            if (root == first || root == second || first == second)
                return;
            var none = ImmutableSortedDictionary<RunId, long>.Empty;
            var cursor = new Cursor(root, position, none.Add(first, 1).Add(second, position));
            Assert.Equal(cursor, Cursor.Parse(cursor.ToString()));
            Assert.Equal(cursor, Cursor.Parse($"{root}:{position},{second}:{position},{first}:1"));
            Assert.Equal(cursor.GetHashCode(), Cursor.Parse(cursor.ToString()).GetHashCode());
            Assert.Equal((root, position), (cursor.Run, Cursor.GetPosition(cursor)));
            Assert.NotEqual(cursor, new Cursor(root, position));
            Assert.NotEqual(cursor, new Cursor(root, position, none.Add(first, 2).Add(second, position)));
            Assert.NotEqual(cursor, new Cursor(root, position, none.Add(first, 1)));
            Assert.Equal(new Cursor(root, position), new Cursor(root, position, none));
            Assert.DoesNotContain(' ', cursor.ToString());
            foreach (var wrong in new[] { $"{root}:1,", $"{root}:1,{root}:1", $"{root}:1,{first}:0", $"{root}:1,{first}:1,{first}:1", $"{root}:1,{first}" })
                Assert.False(Cursor.TryParse(wrong, out _), wrong);
        });

    [Fact]
    public void No_text_makes_parsing_throw_anything_but_what_it_says() => Gen.OneOf(
        Gen.String, Gen.Char["0123456789abcdefABCDEF:/+-~ "].Array[0, 50].Select(static letters => new string(letters))).Sample(
        static text =>
        {
            if (RunId.TryParse(text, out var run))
                Assert.Equal(run.ToString(), text, ignoreCase: true);
            if (InvocationId.TryParse(text, out var invocation))
                Assert.True(invocation.Ordinal >= 1);
            if (HumanRequestId.TryParse(text, out var request))
                Assert.True(request.Number >= 1);
            if (Cursor.TryParse(text, out var cursor))
                Assert.True(Cursor.GetPosition(cursor) >= 0);
        },
        iter: 20_000);

    [Fact]
    public void Ids_order_as_their_text_does() => Gen.Select(GenRun, GenRun).Sample(static (left, right) =>
    {
        Assert.Equal(Math.Sign(left.CompareTo(right)), Math.Sign(string.CompareOrdinal(left.ToString(), right.ToString())));
        Assert.Equal(left < right, new InvocationId(left, 2) < new InvocationId(right, 1));
        Assert.Equal(left == right, left.Equals(right));
    });

    [Fact]
    public void Run_ids_are_ordered_by_time_even_when_it_stands_still_or_goes_back()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        var source = new RunIdSource(RandomSource.System);
        var last = source.Next(time.GetUtcNow().UtcTicks);
        for (var count = 0; count < 100_000; count++)
        {
            if (count == 50_000)
                time.Advance(TimeSpan.FromSeconds(1));
            var next = source.Next(time.GetUtcNow().UtcTicks);
            Assert.True(last < next, "A later id is greater.");
            last = next;
        }
    }

    [Fact]
    public async Task Run_ids_are_unique_whoever_makes_them()
    {
        var source = new RunIdSource(RandomSource.System);
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var ids = new RunId[50_000];
            for (var index = 0; index < ids.Length; index++)
                ids[index] = source.Next(DateTime.UtcNow.Ticks);
            return ids;
        })));

        Assert.Equal(200_000, made.SelectMany(static ids => ids).Distinct().Count());
        foreach (var ids in made)
            Assert.Equal(ids.Order(), ids);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(56, 56)]
    [InlineData(0, 56)]
    [InlineData(24, 40)]
    public void Run_ids_that_differ_in_few_bytes_do_not_meet_in_a_hash_table(int highShift, int lowShift)
    {
        var places = new HashSet<int>();
        for (var high = 0ul; high < 64; high++)
        {
            for (var low = 0ul; low < 64; low++)
                places.Add(new RunId(high << highShift, low << lowShift).GetHashCode() & 0xFFFF);
        }

        // Of 4,096 balls in 65,536 boxes about 125 fall into one that is taken; never near 250.
        Assert.InRange(places.Count, 3_850, 4_096);
    }

    [Fact]
    public void A_key_makes_the_same_id_wherever_it_is_used()
    {
        Assert.Equal(RunId.FromKey("order-42"), RunId.FromKey("order-42"));
        Assert.NotEqual(RunId.FromKey("order-42"), RunId.FromKey("order-43"));
    }
}
