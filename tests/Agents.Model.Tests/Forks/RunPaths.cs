using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>The invocations of a run by their paths, as its events tell them.</summary>
internal sealed class RunPaths
{
    private readonly Dictionary<int, string> paths = new() { [1] = "" };
    private readonly Dictionary<string, (int Ordinal, int Node)> places = new() { [""] = (1, 0) };
    private readonly HashSet<string> completed = [];
    private readonly HashSet<string> failed = [];

    private RunPaths(RunId run) => Run = run;

    public RunId Run { get; }

    /// <summary>The paths that there are.</summary>
    public IReadOnlyCollection<string> All => places.Keys;

    /// <summary>Those that failed.</summary>
    public IReadOnlyCollection<string> Failed => failed;

    /// <summary>Reads the events of a run so far, or to its end.</summary>
    public static async Task<RunPaths> ReadAsync(RunConnection run, int count = int.MaxValue)
    {
        var read = new RunPaths(run.Id);
        var position = 0L;
        var time = DateTimeOffset.MinValue;
        RunEvent? last = null;
        await foreach (var one in run.ReadEventsAsync(null, false))
        {
            Assert.False(last is RunEvent.RunCompleted or RunEvent.RunFailed or RunEvent.RunCanceled, "Something follows the end.");
            Assert.Equal(++position, one.Position);
            Assert.True(one.Timestamp >= time);
            (last, time) = (one, one.Timestamp);
            read.Take(one);
            if (position == count)
                return read;
        }

        Assert.True(last is RunEvent.RunCompleted or RunEvent.RunFailed or RunEvent.RunCanceled, "There is no end.");
        return read;
    }

    public (InvocationId Invocation, int Node) this[string path] => (new InvocationId(Run, places[path].Ordinal), places[path].Node);

    /// <summary>The path of an invocation; null if there is none of this ordinal.</summary>
    public string? PathOf(int ordinal) => paths.GetValueOrDefault(ordinal);

    /// <summary>What is to be kept in a fork: what completed, and follows neither from a change nor from what failed.</summary>
    public HashSet<string> KeptBut(IEnumerable<string> changed)
    {
        var anew = new HashSet<string>(changed.Concat(failed));
        // By descent first and then through scopes, until nothing more follows.
        int before;
        do
        {
            before = anew.Count;
            foreach (var path in places.Keys)
            {
                if (anew.Contains(ParentOf(path)) || (IsAggregate(path) && anew.Any(other => IsInScope(other, ParentOf(path)))))
                    anew.Add(path);
            }
        }
        while (anew.Count > before);
        return [.. completed.Except(anew)];
    }

    /// <summary>Whether an invocation follows from another: by descent, or through a scope.</summary>
    public static bool Follows(string path, string from)
    {
        for (var above = path; above.Length > 0; above = ParentOf(above))
        {
            if (ParentOf(above) == from || (IsAggregate(above) && IsInScope(from, ParentOf(above))))
                return true;
        }

        return false;
    }

    /// <summary>The inputs of all invocations of a run of a host.</summary>
    public Dictionary<string, (int Node, string Input)> InputsOf(Run run) => places.ToDictionary(
        static place => place.Key,
        place => (place.Value.Node, ((InvocationAttempt)run.State[place.Value.Ordinal].Input).BoxedInputs switch
        {
            [IReadOnlyList<int> items, Job start] => RandomScopes.Show((items, start)),
            var inputs => RandomScopes.Show(inputs[0]),
        }));

    private static bool IsAggregate(string path) => path.EndsWith("/a", StringComparison.Ordinal);

    private static string ParentOf(string path) => path.Length == 0 ? "none" : path[..path.LastIndexOf('/')];

    /// <summary>Whether a path lies in the scope that a start opened; the aggregate does not.</summary>
    private static bool IsInScope(string path, string start) =>
        path.StartsWith(start + "/", StringComparison.Ordinal) && path != start + "/a" && !path.StartsWith(start + "/a/", StringComparison.Ordinal);

    private void Take(RunEvent one)
    {
        switch (one)
        {
            case RunEvent.InvocationCompleted it:
                Assert.True(completed.Add(paths[it.Invocation.Ordinal]), "Completed twice.");
                for (var index = 0; index < it.Emitted.Count; index++)
                    Add(it.Emitted[index].Invocation, $"{paths[it.Invocation.Ordinal]}/{index}", it.Emitted[index].Node);
                break;
            case RunEvent.ScopeClosed it:
                Add(it.Aggregate, $"{paths[it.Invocation.Ordinal]}/a", it.AggregateNode);
                break;
            case RunEvent.InvocationFailed it:
                failed.Add(paths[it.Invocation.Ordinal]);
                break;
        }
    }

    private void Add(InvocationId invocation, string path, string node)
    {
        paths.Add(invocation.Ordinal, path);
        places.Add(path, (invocation.Ordinal, int.Parse(node["node".Length..], System.Globalization.CultureInfo.InvariantCulture)));
    }
}
