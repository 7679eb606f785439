using Agents;
using Spectre.Console;

namespace Research;

/// <summary>Draws the tree of runs live. While a person is asked it makes room, and then goes on.</summary>
internal sealed class TreeView(IAnsiConsole console) : View
{
    private readonly Dictionary<RunId, Branch> runs = [];
    private readonly Dictionary<InvocationId, Branch> invocations = [];
    private readonly Branch root = new("Research");

    public override async Task<RunEvent.HumanAsked?> WatchAsync(IAsyncEnumerable<RunEvent> events, CancellationToken cancellationToken)
    {
        var asked = await console.Live(root.ToTree()).AutoClear(true).StartAsync(async live =>
        {
            await foreach (var logged in events.WithCancellation(cancellationToken))
            {
                Apply(logged);
                live.UpdateTarget(root.ToTree());
                if (logged is RunEvent.HumanAsked asked)
                    return asked;
            }

            return null;
        });
        if (asked is null)
            console.Write(root.ToTree());
        return asked;
    }

    private void Apply(RunEvent logged)
    {
        if (logged is RunEvent.RunStarted started)
            runs[logged.Run] = (started.Parent is { } caller ? invocations[caller] : root).Add(TitleOf(started));
        var branch = logged is RunEvent.OfInvocation of ? BranchOf(of) : runs[logged.Run];
        if (Describe(logged) is { } text)
            branch.Latest = text;
        branch.State = logged switch
        {
            RunEvent.InvocationCompleted or RunEvent.RunCompleted => BranchState.Completed,
            RunEvent.InvocationFailed or RunEvent.RunFailed => BranchState.Failed,
            RunEvent.InvocationCanceled or RunEvent.RunCanceled => BranchState.Canceled,
            _ => branch.State,
        };
    }

    private Branch BranchOf(RunEvent.OfInvocation of) => invocations.TryGetValue(of.Invocation, out var branch)
        ? branch
        : invocations[of.Invocation] = runs[of.Run].Add($"{of.Node} #{of.Invocation.Ordinal}");
}
