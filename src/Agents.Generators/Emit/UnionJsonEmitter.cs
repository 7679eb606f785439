using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>
/// Writes what knows the JSON of a union. Attributes would not do: other generators do not see what this one writes.
/// </summary>
internal static class UnionJsonEmitter
{
    private const string Infrastructure = "global::Agents.Infrastructure";
    private const string Resolver = "global::System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver";

    public static void Emit(CodeWriter code, UnionModel union)
    {
        code.Line($"""
            /// <summary>
            /// Knows the JSON of this union and its cases, without reflection. Agents that use the union ask it by themselves;
            /// elsewhere it stands before other resolvers in the options' chain.
            /// </summary>
            {GeneratedFile.GeneratedCode}
            """);
        if (union.Fault is not null)
        {
            code.Line($"public static {Resolver} JsonResolver => {GeneratedFile.Throw(union.Fault)};");
            return;
        }

        code.Line($"public static {Resolver} JsonResolver {{ get; }} = new {Infrastructure}.UnionJson<{union.Place.FullName}>(");
        using (code.Deeper())
        {
            code.Line(Literals.Of(union.Discriminator) + ",");
            using var cases = code.OpenBody("[", "]);");
            foreach (var @case in union.Cases)
                WriteCase(code, @case);
        }

        foreach (var @case in union.Cases)
        {
            foreach (var member in @case.Members.Where(static member => member.Origin is MemberOrigin.Init))
            {
                code.Line($"""

                    [global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.Method, Name = "set_{member.Property}")]
                    private static extern void {SetterOf(@case, member)}({member.DeclaringType} chunk, {member.Type.Name} value);
                    """);
            }
        }
    }

    private static void WriteCase(CodeWriter code, CaseModel @case)
    {
        code.Line($"new {Infrastructure}.UnionCaseJson<{@case.Type}>(");
        using (code.Deeper())
        {
            code.Line(Literals.Of(@case.Discriminator) + ",");
            var creation = Creation.Of(@case, static (member, i) => $"({member.Type.Name})values[{i}]!");
            code.Line($"static values => {creation}){(@case.Members.Count == 0 ? "," : "")}");
        }

        if (@case.Members.Count == 0)
            return;
        using var body = code.OpenBody(close: "},");
        using var members = code.Open("Members =", "[", "],");
        foreach (var member in @case.Members)
        {
            var settings = string.Join(", ", SettingsOf(@case, member).Select(static setting => $"{setting.Property} = {setting.Value}"));
            code.Line($"new {Infrastructure}.UnionMemberJson<{@case.Type}, {member.Type.Name}>(" +
                $"{Literals.Of(member.Property)}, static chunk => chunk.{Names.Escape(member.Property)}) {{ {settings} }},");
        }
    }

    private static IEnumerable<SettingModel> SettingsOf(CaseModel @case, MemberModel member)
    {
        switch (member.Origin)
        {
            case MemberOrigin.Constructor:
                yield return new("Parameter", Literals.Of(member.Parameter));
                if (member.Default is not null)
                    yield return new("Default", member.Default);
                break;
            case MemberOrigin.Required:
                yield return new("IsRequired", "true");
                break;
            case MemberOrigin.Init:
                yield return new("Set", "static (chunk, value) => " + SetterOf(@case, member) + "(chunk, value)");
                break;
            case MemberOrigin.Setter:
                yield return new("Set", $"static (chunk, value) => chunk.{Names.Escape(member.Property)} = value");
                break;
        }

        foreach (var setting in member.Settings)
            yield return setting;
    }

    private static string SetterOf(CaseModel @case, MemberModel member) => $"Set{@case.Name}{member.Property}";
}
