[AgentModule]
public sealed partial class Reporter
{
    [Node]
    public string Report(string month) => $"All is well in {month}";
}

#region bad
public sealed class MonthEnd(ReporterClient reporter)
{
    public async Task CloseAsync(string month)
    {
        await reporter.StartAsync(month);
        Console.WriteLine("The report is under way");
    }
}
#endregion

#region good
public sealed class MonthEnd(ReporterClient reporter)
{
    public async Task<RunId> CloseAsync(string month)
    {
        var run = await reporter.StartAsync(month);
        Console.WriteLine("The report is under way");
        return run.Id;          // for GetRunAsync, later
    }
}
#endregion
