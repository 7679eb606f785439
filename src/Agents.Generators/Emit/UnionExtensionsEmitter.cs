using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>Writes the extension methods of a union: one typed write per case, and subscriptions with one handler per case.</summary>
internal static class UnionExtensionsEmitter
{
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";
    private const string Token = "global::System.Threading.CancellationToken";

    public static void Emit(CodeWriter code, UnionModel union)
    {
        var accessibility = union.Place.Visibility is Visibility.Public ? "public" : "internal";
        code.Line();
        using var @namespace = union.Place.Namespace.Length > 0 ? code.Open("namespace " + union.Place.Namespace) : default;
        code.Line($"""
            /// <summary>Typed writes and subscriptions for chunks of type <c>{union.Place.Name}</c>.</summary>
            {GeneratedFile.GeneratedCode}
            """);
        using var type = code.Open($"{accessibility} static class {ClassName(union.Place)}");
        foreach (var @case in union.Cases)
        {
            WriteWrite(code, union, @case, accessibility);
            code.Line();
        }

        if (union.Cases.Count > 0)
            SubscribeEmitter.Emit(code, union);
    }

    /// <summary>The class stands in a namespace, so it bears the names of the types that contain the union.</summary>
    private static string ClassName(PlaceModel place) =>
        string.Concat(place.Containers.Select(static container => container.Name.TrimStart('@') + "_")) + place.Name + "StreamExtensions";

    private static void WriteWrite(CodeWriter code, UnionModel union, CaseModel @case, string accessibility)
    {
        var given = @case.Given.ToArray();
        var taken = given.Select(static member => member.Parameter).ToArray();
        var (chunks, token) = (Names.Free("chunks", taken), Names.Free("cancellationToken", taken));
        code.Line($"""
            /// <summary>Writes a <c>{@case.Name}</c>.</summary>
            /// <param name="{chunks}">Where to.</param>
            """);
        foreach (var member in given)
            code.Line($"/// <param name=\"{member.Parameter}\">The value of <c>{member.Property}</c>.</param>");
        var parameters = given
            .Select(static member => $"{member.Type.Name} {Names.Escape(member.Parameter)}{(member.Default is null ? "" : " = " + member.Default)}")
            .Prepend($"this global::Agents.ChunkWriter<{union.Place.FullName}> {chunks}")
            .Append($"{Token} {token} = default");
        code.Line($"""
            /// <param name="{token}">Ends the wait.</param>
            /// <returns>A task that completes when the run has accepted the chunk.</returns>
            """);
        code.List($"{(@case.IsPublic ? accessibility : "internal")} static {ValueTask} {@case.Name}Async(", parameters, ")");
        using var body = code.OpenBody();
        if (union.Fault is not null)
        {
            code.Line(GeneratedFile.Throw(union.Fault) + ";");
            return;
        }

        code.Line($"""
            global::System.ArgumentNullException.ThrowIfNull({chunks});
            return {chunks}.WriteAsync({Creation.Of(@case, static (member, _) => Names.Escape(member.Parameter))}, {token});
            """);
    }
}
