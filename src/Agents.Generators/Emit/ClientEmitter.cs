using Agents.Generators.Models;

namespace Agents.Generators.Emit;

/// <summary>Writes the typed client of a module.</summary>
internal static class ClientEmitter
{
    public static void Emit(CodeWriter code, ModuleModel module)
    {
        code.Line($"""
            /// <summary>Starts and finds runs of agent <c>{GeneratedFile.Xml(module.Agent)}</c>.</summary>
            {GeneratedFile.GeneratedCode}
            """);
        using var type = code.Open($"{module.Accessibility} class {module.ClientName} : global::Agents.AgentClient");
        WriteConstructors(code, module);
        StartEmitter.Emit(code, module);
        WriteLookups(code, module);
        ForkEmitter.Emit(code, module);
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

    private static void WriteLookups(CodeWriter code, ModuleModel module)
    {
        code.Line($"""

            /// <summary>Finds a run of this agent; null if there is none of this id.</summary>
            /// <param name="run">The run.</param>
            /// <param name="cancellationToken">Ends the wait.</param>
            public virtual global::System.Threading.Tasks.ValueTask<{module.Run}?> GetRunAsync(global::Agents.RunId run, global::System.Threading.CancellationToken cancellationToken = default)
            """);
        GeneratedFile.ExpressionBody(
            code, module.Fault, $"FindAsync(this.Connection.GetRunAsync(run, cancellationToken), static run => new {module.Run}(run))");

        code.Line("""

            /// <summary>Lists runs of this agent, newest first.</summary>
            /// <param name="query">Which ones, or null for all that are kept.</param>
            public virtual global::System.Collections.Generic.IAsyncEnumerable<global::Agents.RunInfo> ListRunsAsync(global::Agents.RunQuery? query = null)
            """);
        GeneratedFile.ExpressionBody(code, module.Fault, "this.Connection.ListRunsAsync(query)");
    }
}
