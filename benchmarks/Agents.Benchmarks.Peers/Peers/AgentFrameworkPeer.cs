using System.Diagnostics;
using Microsoft.Agents.AI.Workflows;

namespace Agents.Benchmarks.Peers;

/// <summary>
/// Workflows of the Microsoft Agent Framework, with nothing stored, in its default environment. They are built once, of executors that runs
/// may share, and serve all operations; each operation is a run, which lets go of its workflow when it is disposed of.
/// </summary>
internal sealed class AgentFrameworkPeer : IPeer
{
    /// <summary>What it is called.</summary>
    public const string Framework = "Agent Framework";

    public string Name => Framework;

    public Work Node { get; } = Prebuild(500, 1, 0, Workflows.Chain(1));

    public Work Chain { get; } = Prebuild(200, 10, 0, Workflows.Chain(10));

    public Work? Fan { get; } = Prebuild(4, 500, 1_000, Workflows.Fan());

    /// <summary>A run's events can be watched by one at a time: the framework has no way to many subscribers.</summary>
    public Work? Stream(int readers)
    {
        if (readers > 1)
            return null;
        var workflow = Workflows.Pump();
        return new(20_000, async count =>
        {
            var start = Stopwatch.GetTimestamp();
            await using var run = await InProcessExecution.RunStreamingAsync(workflow, count);
            var read = 0;
            await foreach (var item in run.WatchStreamAsync())
            {
                if (item is ItemEvent happened)
                    read += happened.Item.Number;
            }

            Repeat.Expect(count, read);
            return Stopwatch.GetElapsedTime(start);
        });
    }

    public ValueTask DisposeAsync() => default;

    /// <summary>Runs a workflow to the end, and gives the one output that it has.</summary>
    public static async Task<int> RunAsync(Workflow workflow, int input)
    {
        await using var run = await InProcessExecution.RunAsync(workflow, input);
        return run.OutgoingEvents.OfType<WorkflowOutputEvent>().Single().As<int>();
    }

    private static Work Prebuild(int operations, int expected, int input, Workflow workflow) =>
        Work.Of(operations, expected, () => RunAsync(workflow, input));
}
