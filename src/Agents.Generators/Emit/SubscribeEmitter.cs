using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>
/// Writes subscriptions with one handler per case. Handlers of all kinds bear one name and are ranked, so that asynchronous
/// lambdas do not bind as actions whose end nobody waits for.
/// </summary>
internal static class SubscribeEmitter
{
    private const string Action = "global::System.Action";
    private const string Func = "global::System.Func";
    private const string Task = "global::System.Threading.Tasks.Task";
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    public static void Emit(CodeWriter code, UnionModel union)
    {
        var update = $"global::Agents.StreamUpdate<{union.Place.FullName}>";
        Write(code, union, 0, static type => $"{Action}<{type}>", $"{Action}<{update}>?", isAsync: false);
        code.Line();
        Write(code, union, 1, static type => $"{Func}<{type}, {ValueTask}>", $"{Action}<{update}>?", isAsync: true);
        code.Line();
        Write(code, union, 2, static type => $"{Func}<{type}, {Task}>", $"{Action}<{update}>?", isAsync: true);
        code.Line();
        Write(code, union, 3, static type => $"{Func}<{type}, {Task}>", $"{Func}<{update}, {Task}>", isAsync: true);
    }

    private static void Write(
        CodeWriter code, UnionModel union, int priority, Func<string, string> handlerType, string updateType, bool isAsync)
    {
        var handlers = union.Cases.Select(static @case => @case.Handler).ToArray();
        var (stream, update, options) = (Names.Free("stream", handlers), Names.Free("update", handlers), Names.Free("options", handlers));
        var (news, chunk) = (Names.Free("news", handlers), Names.Free("chunk", handlers));
        var isOptional = updateType.EndsWith("?", StringComparison.Ordinal);

        code.Line($"""
            /// <summary>
            /// Calls back about the node's first invocation, with one handler per case. At each update <c>{update}</c> is
            /// called first, then the handlers of the new chunks in their order. Calls never overlap.
            /// </summary>
            /// <param name="{stream}">What the node streams.</param>
            """);
        foreach (var @case in union.Cases)
            code.Line($"/// <param name=\"{@case.Handler}\">Called for each <c>{@case.Name}</c>.</param>");
        code.Line($"""
            /// <param name="{update}">Called for each update: here a reset and the end are seen{(isOptional ? "; null for nothing" : "")}.</param>
            /// <param name="{options}">How to read, or null for the defaults.</param>
            """);
        if (priority > 0)
            code.Line($"[global::System.Runtime.CompilerServices.OverloadResolutionPriority({priority})]");
        code.Line("public static global::Agents.Subscription Subscribe(");
        using (code.Deeper())
        {
            code.Line($"this global::Agents.NodeStream<{union.Place.FullName}> {stream},");
            foreach (var @case in union.Cases)
                code.Line($"{handlerType(@case.Type)} {Names.Escape(@case.Handler)},");
            code.Line($"{updateType} {update}{(isOptional ? " = null" : "")},");
            code.Line($"global::Agents.StreamOptions? {options} = null)");
        }

        using var body = code.OpenBody();
        if (union.Fault is not null)
        {
            code.Line(GeneratedFile.Throw(union.Fault) + ";");
            return;
        }

        code.Line($"global::System.ArgumentNullException.ThrowIfNull({stream});");
        UnionMatchEmitter.WriteNullChecks(code, union);
        if (!isOptional)
            code.Line($"global::System.ArgumentNullException.ThrowIfNull({update});");
        using var lambda = code.Open($"return {stream}.Subscribe({(isAsync ? "async " : "")}{news} =>", close: $"}}, {options});");
        var arguments = string.Join(", ", handlers.Select(Names.Escape));
        code.Line(isOptional ? $"{update}?.Invoke({news});" : $"await {update}({news}).ConfigureAwait(false);");
        code.Line($"foreach (var {chunk} in {news}.New)");
        using var loop = code.Deeper();
        code.Line(isAsync ? $"await {chunk}.Match({arguments}).ConfigureAwait(false);" : $"{chunk}.Switch({arguments});");
    }
}
