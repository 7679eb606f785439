using Agents.Benchmarks.Peers;

// dotnet run -c Release --project benchmarks/Agents.Benchmarks.Peers -- ratios [--json] [--only text]
//   what agents cost beside their peers, in two minutes
if (args.FirstOrDefault() != "ratios")
{
    Console.Error.WriteLine("Modes: ratios [--json] [--only text].");
    return 1;
}

var only = Array.IndexOf(args, "--only") is >= 0 and var index && index + 1 < args.Length ? args[index + 1] : "";
await PeerTable.RunAsync(args.Contains("--json"), only);
return 0;
