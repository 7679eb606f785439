using System.Net.Http;

#region bad
[AgentModule]
public sealed partial class Reader(HttpClient web)
{
    [Node]
    public async Task<int> CountWords(string address)
    {
        var text = await web.GetStringAsync(address);
        return text.Split(' ').Length;
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
        var text = await web.GetStringAsync(address, cancellationToken);
        return text.Split(' ').Length;
    }
}
#endregion
