using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>Writes the members of a client that start a run: StartAsync, and InvokeAsync, which waits for the result as well.</summary>
internal sealed class StartEmitter(CodeWriter code, ModuleModel module)
{
    private const string Tasks = "global::System.Threading.Tasks";

    private readonly string[] inputs = [.. module.Inputs.Select(static input => Names.Escape(input.Name))];
    private readonly string options = Names.Free("options", module.Inputs.Select(static input => input.Name));
    private readonly string token = Names.Free("cancellationToken", module.Inputs.Select(static input => input.Name));

    public static void Emit(CodeWriter code, ModuleModel module)
    {
        var emitter = new StartEmitter(code, module);
        emitter.WriteStart();
        code.Line();
        emitter.WriteInvoke();
    }

    private void WriteStart()
    {
        code.Line("/// <summary>Starts a run; completes when the start is recorded.</summary>");
        WriteDocs("Gives up the start, as long as it is not accepted.");
        code.List($"public virtual {Tasks}.ValueTask<{module.Run}> StartAsync(", Parameters(), ")");
        if (module.Fault is not null)
        {
            GeneratedFile.ExpressionBody(code, module.Fault, "");
            return;
        }

        using var body = code.OpenBody();
        WriteChecks(code, module.Inputs);
        var value = module.Inputs.Count == 0 ? "default" : ValueOf(module.Inputs);
        code.List(
            "return OpenAsync(", [$"this.Connection.StartAsync({value}, {options}, {token})", $"static run => new {module.Run}(run)"], ");");
    }

    private void WriteInvoke()
    {
        code.Line($"/// <summary>Starts a run and waits for its {(module.Result is null ? "end" : "result")}.</summary>");
        WriteDocs("Ends the wait and cancels the run; of a child run, ends the wait only.");
        code.Line("""
            /// <exception cref="global::Agents.AgentFailedException">The run ended failed.</exception>
            /// <exception cref="global::Agents.AgentCanceledException">The run ended canceled.</exception>
            """);
        var type = module.Result is { } result ? $"Task<{result.Name}>" : "Task";
        code.List($"public virtual {(module.Fault is null ? "async " : "")}{Tasks}.{type} InvokeAsync(", Parameters(), ")");
        var arguments = string.Join(", ", inputs.Append(options).Append(token));
        GeneratedFile.ExpressionBody(code, module.Fault, $"""
            await GetResultOrCancelAsync(
                await this.StartAsync({arguments}).ConfigureAwait(false), {token}).ConfigureAwait(false)
            """);
    }

    private void WriteDocs(string whatTheTokenDoes)
    {
        foreach (var input in module.Inputs)
            code.Line($"/// <param name=\"{input.Name}\">Input of node <c>{GeneratedFile.Xml(module.Nodes[module.Entry].WireName)}</c>.</param>");
        code.Line($"""
            /// <param name="{options}">Options, or null for none.</param>
            /// <param name="{token}">{whatTheTokenDoes}</param>
            /// <exception cref="global::Agents.RunConflictException">The key is that of another run, or of one with other inputs.</exception>
            """);
    }

    /// <summary>An input as a parameter.</summary>
    public static string Parameter(InputModel input) =>
        $"{input.Type.Name} {Names.Escape(input.Name)}{(input.Default is null ? "" : " = " + input.Default)}";

    /// <summary>Inputs as one value.</summary>
    public static string ValueOf(EquatableArray<InputModel> inputs) => inputs.Count switch
    {
        0 => "default(global::System.ValueTuple)",
        1 => Names.Escape(inputs[0].Name),
        _ => $"({string.Join(", ", inputs.Select(static input => Names.Escape(input.Name)))})",
    };

    /// <summary>Refuses nulls where an input does.</summary>
    public static void WriteChecks(CodeWriter code, EquatableArray<InputModel> inputs)
    {
        foreach (var input in inputs.Where(static input => input.ChecksNull))
            code.Line($"global::System.ArgumentNullException.ThrowIfNull({Names.Escape(input.Name)});");
    }

    private IEnumerable<string> Parameters() => module.Inputs.Select(Parameter)
        .Append($"global::Agents.RunOptions? {options} = null")
        .Append($"global::System.Threading.CancellationToken {token} = default");
}
