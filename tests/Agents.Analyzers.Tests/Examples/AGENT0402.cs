using System.Net.Http;

#region bad
[AgentModule]
public sealed partial class Reader(HttpClient web)
{
    [Node]
    public int CountWords(string address, CancellationToken cancellationToken)
    {
        Thread.Sleep(100);      // not too fast
        return web.GetStringAsync(address, cancellationToken).Result.Split(' ').Length;
    }
}
#endregion

#region good
[AgentModule]
public sealed partial class Reader(HttpClient web)
{
    [Node]
    public async Task<int> CountWords(string address, CancellationToken cancellationToken)
    {
        await Task.Delay(100, cancellationToken);      // not too fast
        return (await web.GetStringAsync(address, cancellationToken)).Split(' ').Length;
    }
}
#endregion
