using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>Writes the exhaustive matches of a union: Match, Switch and SwitchAsync.</summary>
internal static class UnionMatchEmitter
{
    private const string Task = "global::System.Threading.Tasks.Task";

    public static void Emit(CodeWriter code, UnionModel union)
    {
        code.Line("""
            /// <summary>Gives what the function for this case gives.</summary>
            /// <typeparam name="TOut">What the functions give.</typeparam>
            """);
        WriteSignature(code, union, "TOut Match<TOut>", static type => $"global::System.Func<{type}, TOut>");
        WriteMatch(code, union);
        code.Line();

        code.Line("/// <summary>Calls the action for this case.</summary>");
        WriteSignature(code, union, "void Switch", static type => $"global::System.Action<{type}>");
        WriteSwitch(code, union);
        code.Line();

        code.Line("/// <summary>Calls the asynchronous function for this case; completes when that has completed.</summary>");
        WriteSignature(code, union, $"{Task} SwitchAsync", static type => $"global::System.Func<{type}, {Task}>");
        WriteMatch(code, union);
    }

    private static void WriteSignature(CodeWriter code, UnionModel union, string method, Func<string, string> handler)
    {
        foreach (var @case in union.Cases)
            code.Line($"/// <param name=\"{@case.Handler}\">Called for a <c>{@case.Name}</c>.</param>");
        var parameters = union.Cases.Select(@case => $"{handler(@case.Type)} {Names.Escape(@case.Handler)}");
        code.Line(GeneratedFile.GeneratedCode);
        code.List($"public {method}(", parameters, ")");
    }

    private static void WriteMatch(CodeWriter code, UnionModel union)
    {
        using var body = WriteChecks(code, union);
        if (union.Fault is not null)
            return;
        var value = ValueName(union);
        using var match = code.Open("return this switch", close: "};");
        foreach (var @case in union.Cases)
            code.Line($"{@case.Type} {value} => {Names.Escape(@case.Handler)}({value}),");
        code.Line($"_ => throw {Unreachable(union)},");
    }

    private static void WriteSwitch(CodeWriter code, UnionModel union)
    {
        using var body = WriteChecks(code, union);
        if (union.Fault is not null)
            return;
        var value = ValueName(union);
        using var match = code.Open("switch (this)");
        foreach (var @case in union.Cases)
        {
            code.Line($"""
                case {@case.Type} {value}:
                    {Names.Escape(@case.Handler)}({value});
                    break;
                """);
        }

        code.Line($"""
            default:
                throw {Unreachable(union)};
            """);
    }

    private static CodeWriter.Block WriteChecks(CodeWriter code, UnionModel union)
    {
        var body = code.OpenBody();
        if (union.Fault is not null)
            code.Line(GeneratedFile.Throw(union.Fault) + ";");
        else
            WriteNullChecks(code, union);
        return body;
    }

    public static void WriteNullChecks(CodeWriter code, UnionModel union)
    {
        foreach (var @case in union.Cases)
            code.Line($"global::System.ArgumentNullException.ThrowIfNull({Names.Escape(@case.Handler)});");
    }

    /// <summary>The name of a variable beside the handlers.</summary>
    public static string ValueName(UnionModel union) => Names.Free("value", union.Cases.Select(static @case => @case.Handler));

    public static string Unreachable(UnionModel union) => "new global::System.Diagnostics.UnreachableException(" +
        Literals.Of($"The union '{union.Place.Name}' is closed: only the records nested in it may derive from it.") + ")";
}
