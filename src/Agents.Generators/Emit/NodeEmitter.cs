using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>Writes the definition of a node: its inputs, its call, its stream and its edges.</summary>
internal static class NodeEmitter
{
    private const string Infrastructure = "global::Agents.Infrastructure";
    private const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";
    private const string KeyedServices = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions";

    public static void Emit(CodeWriter code, ModuleModel module, NodeModel node)
    {
        var input = WiringEmitter.TupleOf(node.Inputs);
        code.Line($"new {Infrastructure}.NodeDefinition<{module.Place.FullName}, {input}, {module.ResultOrNone}>(");
        using (code.Deeper())
        {
            code.Line(Literals.Of(node.WireName) + ",");
            using (code.Open($"new {Infrastructure}.NodeInput<{input}>", close: "},"))
                WriteInputs(code, node.Inputs);
            WriteCall(code, module, node);
        }

        using var properties = code.OpenBody(close: "},");
        if (node.Chunk is { } chunk)
        {
            var nullable = chunk.AllowsNull ? " { AllowsNull = true }" : "()";
            code.Line($"Stream = new {Infrastructure}.StreamDefinition<{chunk.Name}>{nullable},");
        }

        if (node.HumanInputs.Count > 0)
        {
            using var inputs = code.Open("HumanInputs =", "[", "],");
            foreach (var humanInput in node.HumanInputs)
                code.Line(HumanInputOf(humanInput) + ",");
        }

        if (node.Aggregate >= 0)
            code.Line($"Aggregate = {node.Aggregate},");
        if (node.StartValue is { } value)
            code.Line($"StartValue = new {Infrastructure}.StartValueDefinition<{value.Name}>(),");
        if (node.Fold is { } fold)
            WriteFold(code, fold, input);
        if (node.GivesResult)
            code.Line("GivesResult = true,");
        WiringEmitter.WriteSettings(code, node.Settings);
        if (node.Edges.Count == 0)
            return;
        using var edges = code.Open("Edges =", "[", "],");
        foreach (var edge in node.Edges)
            WriteEdge(code, edge, module.Nodes[edge.Target]);
    }

    private static void WriteFold(CodeWriter code, FoldModel fold, string input)
    {
        code.List(
            $"Fold = new {Infrastructure}.FoldDefinition<",
            [fold.Aggregator.Name, fold.Item.Name, fold.State.Name, fold.Result.Name, input],
            $">(static {fold.Input})" + (fold.MayFinishEarly || fold.Settings.Count > 0 ? "" : ","));
        if (!fold.MayFinishEarly && fold.Settings.Count == 0)
            return;
        using var properties = code.OpenBody(close: "},");
        if (fold.MayFinishEarly)
            code.Line("MayFinishEarly = true,");
        WiringEmitter.WriteSettings(code, fold.Settings);
    }

    private static void WriteInputs(CodeWriter code, EquatableArray<InputModel> inputs)
    {
        if (inputs.Count > 0)
        {
            using var parameters = code.Open("Parameters =", "[", "],");
            foreach (var input in inputs)
            {
                var optional = input.Default is null ? "" : ", IsOptional: true";
                code.Line($"new({Literals.Of(input.Name)}, typeof({input.Type.Bare}){optional}),");
            }
        }

        var checks = Enumerable.Range(0, inputs.Count)
            .Where(i => inputs[i].ChecksNull)
            .Select(i => $"global::System.ArgumentNullException.ThrowIfNull({Part(inputs, i)}, {Literals.Of(inputs[i].Name)})")
            .ToArray();
        if (checks.Length > 0)
            WriteLambda(code, "Check = static input =>", checks);
        var reads = inputs.Select(static input => input.Default is null
            ? $"json.Get<{input.Type.Name}>({Literals.Of(input.Name)})"
            : $"json.Get<{input.Type.Name}>({Literals.Of(input.Name)}, {input.Default})").DefaultIfEmpty("default");
        var (open, close) = inputs.Count > 1 ? ("(", ")") : ("", "");
        code.List($"Read = static json => {open}", reads, $"{close},");
        var writes = inputs.Select((input, i) => $"json.Set<{input.Type.Name}>({Literals.Of(input.Name)}, {Part(inputs, i)})").ToArray();
        WriteLambda(code, "Write = static (json, input) =>", writes);
    }

    private static void WriteCall(CodeWriter code, ModuleModel module, NodeModel node)
    {
        var arguments = node.Arguments.Select(argument => ArgumentOf(node, argument));
        var suppression = node.ReturnNeedsSuppression ? "!" : "";
        var result = $"{Infrastructure}.NodeReturn<{module.ResultOrNone}>";
        if (node.Return is ReturnForm.Nothing)
        {
            using var body = code.Open("static (module, input, attempt) =>", close: "})");
            code.List($"module.{node.Method}(", arguments, ");");
            code.Line($"return {result}.Nothing;");
            return;
        }

        var isStart = node.Return is ReturnForm.Start or ReturnForm.StartOf;

        if (node.Return is ReturnForm.NullableResult or ReturnForm.NullableResultOf)
            result = Infrastructure + ".NodeReturn";
        code.Line($"static (module, input, attempt) => {result}.{node.Return}(");
        using var deeper = code.Deeper();
        code.List($"module.{node.Method}(", arguments, isStart ? $"){suppression}, allowsNull: {(node.StartAllowsNull ? "true" : "false")}))" : $"){suppression}))");
    }

    private static string ArgumentOf(NodeModel node, ArgumentModel argument) => argument.Kind switch
    {
        ArgumentKind.Input => Part(node.Inputs, argument.Index),
        ArgumentKind.Edge when node.Edges[argument.Index].Payload is { Count: > 0 } payload =>
            $"attempt.GetEdge<{string.Join(", ", payload.Select(static type => type.Name))}>({argument.Index})",
        ArgumentKind.Edge => $"attempt.GetEdge({argument.Index})",
        ArgumentKind.HumanInput when node.HumanInputs[argument.Index] is var input =>
            $"attempt.GetHumanInput<{input.Question.Name}, {input.Answer.Name}>({argument.Index})",
        ArgumentKind.Writer => $"attempt.GetWriter<{argument.Type!.Name}>()",
        ArgumentKind.CancellationToken => "attempt.CancellationToken",
        ArgumentKind.Context => "attempt",
        ArgumentKind.Service when argument.IsOptional => $"{Services}.GetService<{argument.Type!.Bare}>(attempt.Services)",
        ArgumentKind.Service => $"{Services}.GetRequiredService<{argument.Type!.Bare}>(attempt.Services)",
        ArgumentKind.KeyedService when argument.IsOptional => $"{KeyedServices}.GetKeyedService<{argument.Type!.Bare}>(attempt.Services, {argument.Key})",
        _ => $"{KeyedServices}.GetRequiredKeyedService<{argument.Type!.Bare}>(attempt.Services, {argument.Key})",
    };

    private static string HumanInputOf(HumanInputModel input)
    {
        var settings = new List<string>(2);
        if (input.Question.AllowsNull)
            settings.Add("QuestionAllowsNull = true");
        if (input.Answer.AllowsNull)
            settings.Add("AnswerAllowsNull = true");
        var initializer = settings.Count == 0 ? "" : $" {{ {string.Join(", ", settings)} }}";
        return $"new {Infrastructure}.HumanInputDefinition<{input.Question.Name}, {input.Answer.Name}>({Literals.Of(input.Name)}){initializer}";
    }

    private static void WriteEdge(CodeWriter code, EdgeModel edge, NodeModel target)
    {
        var name = Literals.Of(edge.Name);
        var from = TupleOf(edge.Payload);
        if (edge.Gather is { } gather)
        {
            WriteGatherEdge(code, edge, gather, from);
        }
        else if (edge.Converts)
        {
            var parts = edge.Payload.Select((type, i) =>
                (edge.Payload.Count == 1 ? "value" : $"value.Item{i + 1}") + (type.HasAnnotations ? "!" : ""));
            var value = edge.Payload.Count > 1 ? $"({string.Join(", ", parts)})" : parts.First();
            var to = WiringEmitter.TupleOf(target.Inputs);
            code.Line($"new {Infrastructure}.EdgeDefinition<{from}, {to}>({name}, {edge.Target}, static value => {value}),");
        }
        else
        {
            code.Line($"new {Infrastructure}.EdgeDefinition({name}, {edge.Target}),");
        }
    }

    private static void WriteGatherEdge(CodeWriter code, EdgeModel edge, GatherModel gather, string from)
    {
        var item = gather.Conversion + "item" + (edge.Payload.Any(static type => type.HasAnnotations) ? "!" : "");
        code.Line($"new {Infrastructure}.GatherEdgeDefinition<{from}, {gather.State.Name}>(");
        using (code.Deeper())
        {
            code.Line($"{Literals.Of(edge.Name)}, {edge.Target},");
            code.Line($"static (ref {gather.State.Name} state, {from} item) => {gather.Add}(ref state, {item}))" + (gather.Checks.Count == 0 ? "," : ""));
        }

        if (gather.Checks.Count == 0)
            return;
        using var properties = code.OpenBody(close: "},");
        WriteLambda(code, "Check = static item =>", [.. gather.Checks.Select(static part => $"global::System.ArgumentNullException.ThrowIfNull({part})")]);
    }

    private static string TupleOf(EquatableArray<TypeModel> payload) => payload.Count switch
    {
        0 => "global::System.ValueTuple",
        1 => payload[0].Name,
        _ => $"({string.Join(", ", payload.Select(static type => type.Name))})",
    };

    private static string Part(EquatableArray<InputModel> inputs, int index) => inputs.Count == 1 ? "input" : $"input.Item{index + 1}";

    private static void WriteLambda(CodeWriter code, string header, string[] calls)
    {
        if (calls.Length < 2)
        {
            code.Line($"{header} {(calls.Length == 0 ? "{ }" : calls[0])},");
            return;
        }

        using var body = code.Open(header, close: "},");
        foreach (var call in calls)
            code.Line(call + ";");
    }
}
