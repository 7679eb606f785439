using System.Text.Json;
using Agents.Infrastructure;

namespace Agents.Runtime;

/// <content>The payloads of the kinds.</content>
internal sealed partial class EventDecoder
{
    private RunStart ReadStart(JsonElement json) => new(
        Agent.Name, json.GetProperty("graph").GetString()!, run.Metadata, run.Options, ReadInvocation(json.GetProperty("entry")))
    {
        Parent = run.Parent?.Id,
        Origin = json.TryGetProperty("origin", out var origin) ? ReadOrigin(origin) : null,
    };

    private ForkOrigin ReadOrigin(JsonElement json)
    {
        var source = RunId.Parse(json.GetProperty("run").GetString()!);
        var changes = new List<InvocationChange>();
        foreach (var change in json.GetProperty("changes").EnumerateArray())
        {
            var invocation = new InvocationId(source, change.GetProperty("invocation").GetInt32());
            // What does not fit any more was changed all the same; it compares with nothing.
            changes.Add(Read(
                change.GetProperty("node").GetString()!, change.GetProperty("input"),
                (node, input) => node.Runtime.ReadChange(invocation, input)));
        }

        return new ForkOrigin(source, changes);
    }

    /// <summary>Reads an invocation: of its node or, where that does not take its inputs any more, of one that only shows them.</summary>
    private InvocationAttempt ReadInvocation(JsonElement json)
    {
        var invocation = Read(
            json.GetProperty("node").GetString()!, json.GetProperty("input"), (node, input) => node.Runtime.Read(run, input));
        if (json.TryGetProperty("ordinal", out var ordinal))
            invocation.ReserveOrdinal(ordinal.GetInt32());
        return invocation;
    }

    private T Read<T>(string name, JsonElement input, Func<NodeInfo, JsonElement, T> read)
    {
        if (Agent.FindNode(name) is { } node)
        {
            try
            {
                return read(node, input);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // Whether that matters shows when all of the log is read: see Misfits.
            }
        }

        return read(Agent.GetFormerNode(name), input);
    }

    private InvocationAttempt ReadCompletion(InvocationAttempt attempt, JsonElement json)
    {
        IEmission? first = null;
        IEmission? last = null;
        foreach (var emit in json.TryGetProperty("emits", out var emits) ? emits.EnumerateArray() : default)
        {
            var emission = emit.TryGetProperty("edge", out var edge)
                ? ReadItem(attempt, edge.GetString()!, emit.GetProperty("item"))
                : ReadInvocation(emit);
            if (last is null)
                first = emission;
            else
                last.Next = emission;
            last = emission;
        }

        attempt.Restore(
            first,
            json.TryGetProperty("result", out var result) ? result : null,
            json.TryGetProperty("start", out var start) ? start : null,
            isFromCache: json.TryGetProperty("cached", out _));
        return attempt;
    }

    private IEmission ReadItem(InvocationAttempt attempt, string edge, JsonElement json)
    {
        var edges = attempt.NodeInfo.Definition.Edges;
        for (var index = 0; index < edges.Count; index++)
        {
            if (edges[index].Name == edge && attempt.NodeInfo.Targets[index] is IGatherTargetReader reader)
                return reader.Read(json, Payloads, attempt.Node);
        }

        throw new FormatException($"Node '{attempt.Node}' does not gather by an edge '{edge}' any more.");
    }

    private static AttemptFailure ReadFailure(JsonElement json) => new(
        new FailureInfo
        {
            Code = json.GetProperty("code").GetString()!,
            Message = json.GetProperty("message").GetString()!,
            TypeName = json.TryGetProperty("type", out var type) ? type.GetString() : null,
            Details = json.TryGetProperty("details", out var details) ? details.GetString() : null,
        },
        Exception: null)
    {
        RetryAt = json.TryGetProperty("retryAt", out var due) ? new DateTimeOffset(due.GetInt64(), TimeSpan.Zero) : null,
    };

    private static ScopeClosure ReadClosure(InvocationAttempt start, JsonElement json)
    {
        var aggregate = start.Aggregate ?? throw new FormatException($"Node '{start.Node}' does not open a scope any more.");
        if (json.TryGetProperty("ordinal", out var ordinal))
            aggregate.ReserveOrdinal(ordinal.GetInt32());
        return new ScopeClosure(aggregate, json.TryGetProperty("early", out _));
    }

    private HumanQuestion ReadQuestion(InvocationAttempt attempt, JsonElement json)
    {
        var name = json.GetProperty("input").GetString()!;
        // One that the node does not ask any more is shown as it is stored.
        var input = attempt.NodeInfo.Definition.HumanInputs.FirstOrDefault(input => input.Name == name) ??
            new HumanInputDefinition<JsonElement, JsonElement>(name);
        return input.Accept(new QuestionReader(
            json.GetProperty("question"),
            json.TryGetProperty("key", out var key) ? key.GetString() : null,
            json.TryGetProperty("expiresAfter", out var after) ? TimeSpan.FromTicks(after.GetInt64()) : null,
            Payloads, attempt.Node));
    }

    private HumanAnswer ReadAnswer(int number, JsonElement json) =>
        new(run.Questions[number].Question.ReadAnswer(json, Payloads));

    private static ChildStart ReadChild(JsonElement json) => new(
        RunId.Parse(json.GetProperty("run").GetString()!),
        json.GetProperty("agent").GetString()!,
        new ChildPlace(
            json.TryGetProperty("key", out var key) ? key.GetString() : null,
            json.TryGetProperty("number", out var number) ? number.GetInt32() : 0),
        json.GetProperty("generation").GetInt32());

    private BudgetUse ReadWarning(JsonElement json) => new(
        Enum.Parse<BudgetKind>(json.GetProperty("budget").GetString()!),
        json.GetProperty("used").GetDouble(),
        json.GetProperty("limit").GetDouble(),
        json.TryGetProperty("node", out var node)
            ? (Agent.FindNode(node.GetString()!) ?? Agent.GetFormerNode(node.GetString()!)).Index
            : -1);

    private sealed class QuestionReader(JsonElement question, string? key, TimeSpan? expiresAfter, PayloadJson payloads, string node)
        : IHumanInputVisitor<HumanQuestion>
    {
        public HumanQuestion Visit<TQuestion, TAnswer>(HumanInputDefinition<TQuestion, TAnswer> input) =>
            new HumanQuestion<TQuestion, TAnswer>(
                input, payloads.Read<TQuestion>(question, node, $"question of '{input.Name}'")!, key, expiresAfter);
    }
}
