using System.Runtime.CompilerServices;
using Agents.Runtime;
using CsCheck;
using Xunit;

namespace Agents.Model.Tests;

public sealed class RunTableTests
{
    private static Gen<(int Act, int Run)[]> GenActs { get; } = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 60]).Array[0, 400];

    [Fact]
    public void A_table_of_runs_does_what_a_dictionary_does() => Gen.Select(GenActs, Gen.ULong).Sample(
        static (acts, seed) =>
        {
            var runs = Enumerable.Range(0, 61).Select(number => MakeRun(new RunId(seed, seed + (ulong)number))).ToArray();
            var table = new RunTable();
            var model = new Dictionary<RunId, Run>();
            foreach (var (act, number) in acts)
            {
                var run = runs[number];
                switch (act)
                {
                    case 0:
                        table.Remove(run);
                        model.Remove(run.Id);
                        break;
                    case 1:
                        Assert.Same(model.GetValueOrDefault(run.Id), table.Find(run.Id));
                        break;
                    default:
                        Assert.Equal(model.TryAdd(run.Id, run), table.TryAdd(run, out var other));
                        Assert.True(other is null || other == run);
                        break;
                }
            }

            Assert.Equal(model.Keys.Order(), table.All.Select(static run => run.Id).Order());
            foreach (var run in runs)
                Assert.Same(model.GetValueOrDefault(run.Id), table.Find(run.Id));
        },
        iter: 2_000);

    [Fact]
    public async Task Threads_that_add_and_remove_lose_nothing()
    {
        var table = new RunTable();
        var kept = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            var mine = Enumerable.Range(0, 2_000).Select(number => MakeRun(new RunId((ulong)thread, (ulong)number))).ToArray();
            foreach (var run in mine)
            {
                Assert.True(table.TryAdd(run, out _));
                if (run.Id.CompareTo(mine[1_000].Id) < 0)
                    table.Remove(run);
                Assert.Equal(run.Id.CompareTo(mine[1_000].Id) < 0 ? null : run, table.Find(run.Id));
            }

            return mine[1_000..];
        })));
        Assert.Equal(kept.SelectMany(static runs => runs).Select(static run => run.Id).Order(), table.All.Select(static run => run.Id).Order());
    }

    /// <summary>The table asks of a run no more than its id.</summary>
    private static Run MakeRun(RunId id)
    {
        var run = (Run)RuntimeHelpers.GetUninitializedObject(typeof(Run<int>));
        IdOf(run) = id;
        return run;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Id>k__BackingField")]
    private static extern ref RunId IdOf(Run run);
}
