using Agents.Generators.Models;

namespace Agents.Generators.Emit;

/// <summary>Writes the members of a client that start a run from another one: ForkAsync and RetryAsync.</summary>
internal static class ForkEmitter
{
    private const string Options = "global::Agents.RunOptions? options = null";
    private const string Token = "global::System.Threading.CancellationToken cancellationToken = default";

    public static void Emit(CodeWriter code, ModuleModel module)
    {
        WriteFork(code, module);
        WriteRetry(code, module);
    }

    private static void WriteFork(CodeWriter code, ModuleModel module)
    {
        code.Line("""

            /// <summary>
            /// Starts a run that takes over what another one did, but for what is changed and all that follows from it: that
            /// runs anew. The other run goes on as if nothing had happened.
            /// </summary>
            /// <param name="run">The run to fork, whatever its state.</param>
            /// <param name="change">Gives past invocations other inputs; null changes none.</param>
            /// <param name="options">Options, or null for those of the run, without its key.</param>
            /// <param name="cancellationToken">Gives up the start, as long as it is not accepted.</param>
            /// <exception cref="global::System.ArgumentException">There is no such run, or a change does not fit it.</exception>
            /// <exception cref="global::Agents.RunConflictException">The key is that of another run, or of a fork with other changes.</exception>
            """);
        code.List(
            $"public virtual global::System.Threading.Tasks.ValueTask<{module.Run}> ForkAsync(",
            ["global::Agents.RunId run", $"global::System.Action<{module.Changes}>? change = null", Options, Token], ")");
        if (module.Fault is not null)
        {
            GeneratedFile.ExpressionBody(code, module.Fault, "");
            return;
        }

        using var body = code.OpenBody();
        code.Line($"""
            var changes = new {module.Changes}();
            change?.Invoke(changes);
            return OpenAsync(
                this.Connection.ForkAsync(run, global::Agents.RunChanges.Of(changes), options, cancellationToken),
                static run => new {module.Run}(run));
            """);
    }

    private static void WriteRetry(CodeWriter code, ModuleModel module)
    {
        code.Line("""

            /// <summary>
            /// Starts a run that takes over what a failed or canceled one had completed; what had not runs anew.
            /// </summary>
            /// <param name="run">The run to retry.</param>
            /// <param name="options">Options, or null for those of the run, without its key.</param>
            /// <param name="cancellationToken">Gives up the start, as long as it is not accepted.</param>
            /// <exception cref="global::System.ArgumentException">There is no such run.</exception>
            /// <exception cref="global::System.InvalidOperationException">The run goes on, or has completed.</exception>
            /// <exception cref="global::Agents.RunConflictException">The key is that of another run, or of a fork with changes.</exception>
            """);
        code.List(
            $"public virtual global::System.Threading.Tasks.ValueTask<{module.Run}> RetryAsync(",
            ["global::Agents.RunId run", Options, Token], ")");
        GeneratedFile.ExpressionBody(
            code, module.Fault, $"OpenAsync(this.Connection.RetryAsync(run, options, cancellationToken), static run => new {module.Run}(run))");
    }
}
