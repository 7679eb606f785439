using System.Diagnostics;

namespace Agents.Docs.Tests;

/// <summary>The samples do what the README says.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task StreamingAgent_prints_ten_chunks_in_order_then_the_result()
    {
        var (exitCode, output, error) = await RunAsync("StreamingAgent");
        Assert.Equal(
            """
            Starting streaming agent with items: task-1, task-2, task-3, task-4, task-5

            --- Streaming Updates ---
            Progress: 1/5 (20%) - Processing: task-1
            Completed: task-1 -> Processed: task-1
            Progress: 2/5 (40%) - Processing: task-2
            Completed: task-2 -> Processed: task-2
            Progress: 3/5 (60%) - Processing: task-3
            Completed: task-3 -> Processed: task-3
            Progress: 4/5 (80%) - Processing: task-4
            Completed: task-4 -> Processed: task-4
            Progress: 5/5 (100%) - Processing: task-5
            Completed: task-5 -> Processed: task-5

            --- Final Result ---
            Status: completed
            Total processed: 5

            """.ReplaceLineEndings("\n"),
            output);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task StreamingPatterns_lists_its_scenes()
    {
        var (exitCode, output, error) = await RunAsync("StreamingPatterns");
        foreach (var scene in new[] { "progress", "intermediate", "notifications", "errors", "retry", "parallel", "background", "cancel" })
            Assert.Contains($"\n  {scene} ", output, StringComparison.Ordinal);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task StreamingPatterns_refuses_an_unknown_scene()
    {
        var (exitCode, output, error) = await RunAsync("StreamingPatterns", "dance");
        Assert.Contains("There is no scene 'dance'.", error, StringComparison.Ordinal);
        Assert.Equal("", output);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task ResearchAgent_publishes_what_a_person_approves()
    {
        var (exitCode, output, error) = await RunAsync("ResearchAgent", "--answer", "approve");
        Assert.StartsWith("ResearchAgent.Plan: look for heat, water, cost\n", output, StringComparison.Ordinal);
        Assert.Contains("\n    Searcher(soil).Read: dives into roots\n", output, StringComparison.Ordinal);
        Assert.Contains("\n      Searcher(roots).Read: reads a sewer inspector\n", output, StringComparison.Ordinal);
        Assert.EndsWith(
            """

            ResearchAgent.Review: approved
            ResearchAgent.Publish: 9 facts

            --- Report ---
            Should a city plant trees? Consider heat, water and cost.
            - A street under trees is a few degrees cooler on a summer afternoon.
            - Most of that is shade, the rest is water that the leaves give off.
            - A grown tree gives off some hundred litres of water on a hot day.
            - Crowns and open soil hold rain back, and so relieve the sewers.
            - Roots need some twelve cubic metres of loose soil.
            - Under pavements, structural soil carries cars and feeds roots.
            - Roots enter pipes that leak already, and seldom sound ones.
            - The first five years, when a tree must be watered, cost most.
            - A tree that grows old pays back what it cost several times over.

            """.ReplaceLineEndings("\n"),
            output,
            StringComparison.Ordinal);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task ResearchAgent_goes_another_round_with_a_wish()
    {
        var (exitCode, output, error) = await RunAsync("ResearchAgent", "--answer", "And what of birds?");
        Assert.Contains(
            "\nResearchAgent.Review: wish: And what of birds?\nResearchAgent.Plan: look for birds\n", output, StringComparison.Ordinal);
        Assert.EndsWith("\n- Native trees feed far more insects, and so far more birds.\n", output, StringComparison.Ordinal);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task ResearchAgent_ends_when_its_rounds_are_used_up()
    {
        string[] wishes = ["--answer", "1", "--answer", "2", "--answer", "3", "--answer", "4", "--answer", "5"];
        var (exitCode, output, error) = await RunAsync("ResearchAgent", wishes);
        Assert.Contains("\nResearchAgent: budget: 4 of 5 Rounds used\n", output, StringComparison.Ordinal);
        Assert.Contains("The budget Rounds = 5 of node 'Plan' is used up.", error, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    [Fact]
    public async Task ResearchAgent_prints_its_graph()
    {
        var (exitCode, output, error) = await RunAsync("ResearchAgent", "--graph");
        Assert.StartsWith("flowchart TD\n", output, StringComparison.Ordinal);
        Assert.Contains("\n    n3 -.-|\"Brief → Verdict\"| p0\n", output, StringComparison.Ordinal);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task ResearchAgent_refuses_what_it_does_not_know()
    {
        var (exitCode, output, error) = await RunAsync("ResearchAgent", "--answer");
        Assert.StartsWith("dotnet run --project samples/ResearchAgent", error, StringComparison.Ordinal);
        Assert.Equal("", output);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task TimeTravel_repeats_nothing_that_was_done()
    {
        var (exitCode, output, error) = await RunAsync("TimeTravel");
        Assert.Equal(
            """
            --- A run that fails at its last step ---
            Node 'Send' failed after 1 attempt: The post office is closed. Visits made: 3.

            --- Retry: the cause is gone, and only that step runs again ---
            We have been to Lisbon, Bergen, Kyoto. Visits made: 3.

            --- Fork: had the second visit been to Cairo ---
            We have been to Lisbon, Cairo, Kyoto. Visits made: 4.

                       the run                    its fork
            Visit #2   arrived in Lisbon          arrived in Lisbon
                       saw a tram that climbs     saw a tram that climbs
                       saw the river              saw the river
            Visit #3   arrived in Bergen          arrived in Cairo
                       saw the fish market        saw the citadel
                       saw rain                   saw the Nile
                                                  saw no rain
            Visit #4   arrived in Kyoto           arrived in Kyoto
                       saw a garden of stones     saw a garden of stones
                       saw a thousand gates       saw a thousand gates

            """.ReplaceLineEndings("\n"),
            output);
        Assert.Equal("", error);
        Assert.Equal(0, exitCode);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string sample, params string[] arguments)
    {
        var assembly = Repository.SampleOf(sample);
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            ArgumentList = { assembly },
            WorkingDirectory = Path.GetDirectoryName(assembly)!,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var token = TestContext.Current.CancellationToken;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(token);
            var error = process.StandardError.ReadToEndAsync(token);
            await process.WaitForExitAsync(token).WaitAsync(TimeSpan.FromMinutes(1), token);
            return (process.ExitCode, (await output).ReplaceLineEndings("\n"), await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
