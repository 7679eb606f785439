// Kills a real process that runs agents, again and again, and checks that nothing is lost and nothing comes twice:
//   dotnet run --project tests/Agents.Crash -- [--kills 500] [--seed 1] [--parallel 2]
using Agents.Crash;

if (args is ["worker", .. var rest])
    return await Worker.RunAsync(WorkerOptions.Parse(rest));
return await Harness.RunAsync(HarnessOptions.Parse(args));
