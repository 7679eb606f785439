using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>Writes the typed client of a module.</summary>
internal static class ClientEmitter
{
    private const string Token = "global::System.Threading.CancellationToken";

    public static void Emit(CodeWriter code, ModuleModel module)
    {
        code.Line($"""
            /// <summary>Starts and finds runs of agent <c>{GeneratedFile.Xml(module.Agent)}</c>.</summary>
            {GeneratedFile.GeneratedCode}
            """);
        using var type = code.Open($"{module.Accessibility} class {module.ClientName} : global::Agents.AgentClient");
        WriteConstructors(code, module);
        WriteStarts(code, module);
        WriteLookups(code, module);
    }

    private static void WriteConstructors(CodeWriter code, ModuleModel module)
    {
        var connection = $"global::Agents.Infrastructure.AgentConnection<{WiringEmitter.TupleOf(module.Inputs)}, {module.ResultOrNone}>";
        if (module.Fault is null)
        {
            code.Line($"""
                private readonly {connection}? connection;

                """);
        }

        code.Line($$"""
            /// <summary>For mocks: every member that is used must be overridden.</summary>
            protected {{module.ClientName}}()
            {
            }

            /// <summary>Makes a client.</summary>
            /// <param name="runtime">What runs the agent.</param>
            {{GeneratedFile.Hidden}}
            public {{module.ClientName}}(global::Agents.Infrastructure.IAgentRuntime runtime)
            """);
        using (code.OpenBody())
        {
            code.Line(module.Fault is null
                ? $"""
                    global::System.ArgumentNullException.ThrowIfNull(runtime);
                    this.connection = runtime.Connect({module.Wiring}.Definition);
                    """
                : GeneratedFile.Throw(module.Fault) + ";");
        }

        code.Line();
        if (module.Fault is null)
        {
            code.Line($"""
                private {connection} Connection => Require(this.connection);

                """);
        }
    }

    private static void WriteStarts(CodeWriter code, ModuleModel module)
    {
        var inputs = module.Inputs;
        var taken = inputs.Select(static input => input.Name).ToArray();
        var options = Names.Free("options", taken);
        var token = Names.Free("cancellationToken", taken);
        var parameters = inputs.Select(DeclarationOf)
            .Append($"global::Agents.RunOptions? {options} = null").Append($"{Token} {token} = default").ToArray();
        var input = inputs.Count switch
        {
            0 => "default",
            1 => Names.Escape(inputs[0].Name),
            _ => $"({string.Join(", ", inputs.Select(static input => Names.Escape(input.Name)))})",
        };
        var arguments = string.Concat(inputs.Select(static input => Names.Escape(input.Name) + ", ")) + $"{options}, {token}";

        code.Line("/// <summary>Starts a run; completes when the start is recorded.</summary>");
        WriteDocs(code, module, options, token, "Gives up the start, as long as it is not accepted.");
        code.List($"public virtual global::System.Threading.Tasks.ValueTask<{module.Run}> StartAsync(", parameters, ")");
        if (module.Fault is not null)
        {
            WriteThrow(code, module.Fault);
        }
        else
        {
            using var body = code.OpenBody();
            foreach (var check in inputs.Where(static input => input.ChecksNull))
                code.Line($"global::System.ArgumentNullException.ThrowIfNull({Names.Escape(check.Name)});");
            code.List("return OpenAsync(", [$"this.Connection.StartAsync({input}, {options}, {token})", $"static run => new {module.Run}(run)"], ");");
        }

        code.Line();
        code.Line(module.Result is null
            ? "/// <summary>Starts a run and waits for its end.</summary>"
            : "/// <summary>Starts a run and waits for its result.</summary>");
        WriteDocs(code, module, options, token, "Ends the wait and cancels the run.");
        code.Line("/// <exception cref=\"global::Agents.AgentFailedException\">The run ended failed.</exception>");
        code.Line("/// <exception cref=\"global::Agents.AgentCanceledException\">The run ended canceled.</exception>");
        var task = module.Result is { } result ? $"Task<{result.Name}>" : "Task";
        var isAsync = module.Fault is null ? "async " : "";
        code.List($"public virtual {isAsync}global::System.Threading.Tasks.{task} InvokeAsync(", parameters, ")");
        if (module.Fault is not null)
        {
            WriteThrow(code, module.Fault);
        }
        else
        {
            using var body = code.Deeper();
            code.Line($"""
                => await GetResultOrCancelAsync(
                    await this.StartAsync({arguments}).ConfigureAwait(false), {token}).ConfigureAwait(false);
                """);
        }
    }

    private static void WriteLookups(CodeWriter code, ModuleModel module)
    {
        code.Line($"""

            /// <summary>Finds a run of this agent; null if there is none of this id.</summary>
            /// <param name="run">The run.</param>
            /// <param name="cancellationToken">Ends the wait.</param>
            public virtual global::System.Threading.Tasks.ValueTask<{module.Run}?> GetRunAsync(global::Agents.RunId run, {Token} cancellationToken = default)
            """);
        using (code.Deeper())
        {
            code.Line(module.Fault is null
                ? $"=> FindAsync(this.Connection.GetRunAsync(run, cancellationToken), static run => new {module.Run}(run));"
                : $"=> {GeneratedFile.Throw(module.Fault)};");
        }

        code.Line("""

            /// <summary>Lists runs of this agent, newest first.</summary>
            /// <param name="query">Which ones, or null for all that are kept.</param>
            public virtual global::System.Collections.Generic.IAsyncEnumerable<global::Agents.RunInfo> ListRunsAsync(global::Agents.RunQuery? query = null)
            """);
        using (code.Deeper())
            code.Line(module.Fault is null ? "=> this.Connection.ListRunsAsync(query);" : $"=> {GeneratedFile.Throw(module.Fault)};");
    }

    private static void WriteDocs(CodeWriter code, ModuleModel module, string options, string token, string whatTheTokenDoes)
    {
        foreach (var input in module.Inputs)
            code.Line($"/// <param name=\"{input.Name}\">Input of node <c>{GeneratedFile.Xml(module.Nodes[module.Entry].WireName)}</c>.</param>");
        code.Line($"""
            /// <param name="{options}">Options, or null for none.</param>
            /// <param name="{token}">{whatTheTokenDoes}</param>
            """);
    }

    private static void WriteThrow(CodeWriter code, string fault)
    {
        using var body = code.Deeper();
        code.Line($"=> {GeneratedFile.Throw(fault)};");
    }

    private static string DeclarationOf(InputModel input) =>
        $"{input.Type.Name} {Names.Escape(input.Name)}{(input.Default is null ? "" : " = " + input.Default)}";
}
