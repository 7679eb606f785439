using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Agents.Generators.Tests.Compiled;

[AgentModule("research", Version = "2", RunTimeoutSeconds = 60)]
public partial class ResearchAgent(TimeProvider clock)
{
    [Node(MaxAttempts = 5, NonRetryable = [typeof(FormatException)])]
    private void Plan(string topic, int depth, Edge<string, int> search, Edge<string> finish, ChunkWriter<string> chunks)
    {
        _ = chunks;
        search.Emit(topic, depth);
        finish.Emit(topic);
    }

    [Node("web-search", MaxConcurrency = 4)]
    private async Task SearchAsync(
        object query, long? depth, [To(nameof(SearchAsync))] Edge<string, int> again, Edge<string> finish,
        [Service] IFormatProvider? format, [FromKeyedServices("slow")] IServiceProvider services, NodeContext context,
        CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), clock, cancellationToken);
        if (depth > 0)
            again.Emit(query + context.Node, (int)depth - 1);
        finish.Emit(Convert.ToString(query, format ?? CultureInfo.InvariantCulture) + services);
    }

    [Node]
    private string? Finish(string text) => text.Length == 0 ? null : text;
}
