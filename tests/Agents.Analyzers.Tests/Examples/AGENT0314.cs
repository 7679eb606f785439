public sealed class NewsFeed
{
    public event EventHandler<string>? Arrived;

    public void Publish(string article) => Arrived?.Invoke(this, article);
}

#region bad
[AgentModule]
public sealed partial class Editor(NewsFeed feed)
{
    [Node]
    public async Task Watch(TimeSpan time, Edge<string> summarize, CancellationToken cancellationToken)
    {
        feed.Arrived += (_, article) => summarize.Emit(article);
        await Task.Delay(time, cancellationToken);
    }

    [Node]
    public string Summarize(string article) => article[..Math.Min(80, article.Length)];
}
#endregion

#region good
[AgentModule]
public sealed partial class Editor(NewsFeed feed)
{
    [Node]
    public async Task Watch(TimeSpan time, Edge<string> summarize, CancellationToken cancellationToken)
    {
        feed.Arrived += OnArrived;
        try
        {
            await Task.Delay(time, cancellationToken);
        }
        finally
        {
            feed.Arrived -= OnArrived;
        }

        void OnArrived(object? sender, string article) => summarize.Emit(article);
    }

    [Node]
    public string Summarize(string article) => article[..Math.Min(80, article.Length)];
}
#endregion
