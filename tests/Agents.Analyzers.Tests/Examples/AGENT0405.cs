[AgentModule]
public sealed partial class Greeter
{
    [Node]
    public string Greet(string name) => $"Hello, {name}";
}

#region bad
public sealed class Reception(GreeterClient greeter)
{
    public async Task<string> WelcomeAsync(string name)
    {
        var run = await greeter.StartAsync(name);
        Console.WriteLine($"Run {run.Id} has begun");
        return run.GetResultAsync().Result;
    }
}
#endregion

#region good
public sealed class Reception(GreeterClient greeter)
{
    public async Task<string> WelcomeAsync(string name)
    {
        var run = await greeter.StartAsync(name);
        Console.WriteLine($"Run {run.Id} has begun");
        return await run.GetResultAsync();
    }
}
#endregion
