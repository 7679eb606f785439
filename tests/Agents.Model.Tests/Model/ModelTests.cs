using CsCheck;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>
/// Random graphs, failures, retries, cancels, timeouts, stops and subscribers against a sequential model.
/// </summary>
/// <remarks>
/// A failure prints a seed and the scenario as JSON. To play the same scenarios again, set <c>AGENTS_MODEL_SEED</c> to the
/// seed; what is random beside is the scheduling, so set <c>AGENTS_MODEL_CASES</c> to more, or repeat one scenario by
/// <see cref="ReplayAsync"/>, an explicit test, with its JSON in <c>AGENTS_MODEL_REPLAY</c> (10,000 times).
/// </remarks>
public sealed class ModelTests
{
    private const int Cases = 2_000;

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<Step> GenStep { get; } = Gen.Frequency(
        (5, Gen.Const(StepKind.Write)), (2, Gen.Const(StepKind.Yield)), (3, Gen.Const(StepKind.Emit)), (1, OneOf(StepKind.Hang, StepKind.Stuck)))
        .Select(Gen.Int[0, 3], static (kind, value) => new Step(kind, value));

    private static Gen<ReaderSpec> GenReader { get; } = Gen.Select(
        Gen.Select(Gen.Enum<ReaderKind>(), Gen.Int[0, 5], Gen.Frequency((2, Gen.Const(0)), (3, Gen.Int[1, 8]))),
        Gen.Select(Gen.Frequency((3, Gen.Const(0)), (4, Gen.Int[1, 30]), (1, Gen.Const(int.MaxValue / 2))), Gen.Enum<StartKind>(), Gen.Int[0, 100]),
        Gen.Select(Gen.Frequency((4, Gen.Const(false)), (1, Gen.Const(true))), Gen.Bool),
        Gen.Select(Gen.Frequency((4, Gen.Const(StopKind.None)), (1, Gen.Const(StopKind.Break)), (1, Gen.Const(StopKind.AtEvent))), Gen.Int[0, 12], Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 20]))),
        static (what, where, how, stop) => new ReaderSpec(
            what.Item1, what.Item2, what.Item3, where.Item1, where.Item2, where.Item3, how.Item1, how.Item2, stop.Item1, stop.Item2, stop.Item3));

    private static Gen<Scenario> GenScenario { get; } = Gen.Int[1, 6].SelectMany(static count => Gen.Select(
        GenNode(count).Array[count],
        Gen.Frequency((3, Gen.Const(true)), (1, Gen.Const(false))),
        Gen.Int[0, 3],
        Gen.Select(OneOf(1, 2, 3, 1024), OneOf(0, 0, 1, 2)),
        Gen.Select(Gen.Frequency((4, Gen.Const(Trouble.None)), (2, Gen.Const(Trouble.Cancel)), (1, Gen.Const(Trouble.RunTimeout)), (2, Gen.Const(Trouble.AttemptTimeout)), (1, Gen.Const(Trouble.HostStop))), Gen.Int[0, 40]),
        GenReader.Array[0, 6],
        static (nodes, gives, fuel, limits, trouble, readers) => new Scenario(
            nodes, gives, fuel, limits.Item1, limits.Item2, trouble.Item1, trouble.Item2,
            [.. readers.Select(reader => reader with { Node = reader.Node % nodes.Length }).Where(reader => reader.Kind is ReaderKind.Events || nodes[reader.Node].Streams)])))
        .Where(static scenario => Script.Simulate(scenario).Invocations.Count <= 60);

    private static Gen<NodeSpec> GenNode(int count) => Gen.Select(
        Gen.Select(Gen.Frequency((5, Gen.Const(true)), (1, Gen.Const(false))), Gen.Int[0, count - 1].Array[0, 3], GenStep.Array[0, 8]),
        Gen.Select(Gen.Frequency((4, Gen.Const(0)), (2, Gen.Const(1)), (2, Gen.Const(2)), (1, Gen.Const(3))), Gen.Int[0, 8], Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true))), Gen.Bool),
        Gen.Select(Gen.Int[0, 6], OneOf(0, 1, 1, 2, 9)),
        Gen.Select(Gen.Int[0, 3], OneOf(0, 0, 1, 2), OneOf(0, 0, 0, 1, 2, 4), Gen.Bool),
        static (shape, failing, odd, rest) => new NodeSpec(
            shape.Item1, shape.Item2, shape.Item3, failing.Item1, failing.Item2, failing.Item3, failing.Item4, odd.Item1, odd.Item2,
            rest.Item1, rest.Item2, rest.Item3, rest.Item4));

    [Fact]
    public async Task The_runtime_does_what_the_sequential_model_says() => await GenScenario.SampleAsync(
        Play.RunAsync,
        seed: Environment.GetEnvironmentVariable("AGENTS_MODEL_SEED"),
        iter: int.TryParse(Environment.GetEnvironmentVariable("AGENTS_MODEL_CASES"), out var cases) ? cases : Cases,
        threads: 4,
        print: Play.Print);

    [Fact(Explicit = true)]
    public async Task ReplayAsync()
    {
        var json = Environment.GetEnvironmentVariable("AGENTS_MODEL_REPLAY");
        Assert.False(string.IsNullOrEmpty(json), "AGENTS_MODEL_REPLAY holds no scenario.");
        var scenario = System.Text.Json.JsonSerializer.Deserialize<Scenario>(json)!;
        await Parallel.ForAsync(0, 10_000, async (_, _) => await Play.RunAsync(scenario));
    }
}
