using Agents.Generators.Models;
using Agents.Generators.Parsing;

namespace Agents.Generators.Emit;

/// <summary>Writes the expression that makes a case.</summary>
internal static class Creation
{
    /// <summary>Calls the constructor and sets the required members.</summary>
    /// <param name="case">The case.</param>
    /// <param name="valueOf">The value of a given member, in code, by its place among them.</param>
    public static string Of(CaseModel @case, Func<MemberModel, int, string> valueOf)
    {
        var given = @case.Given.Select((member, i) => (member, value: valueOf(member, i))).ToArray();
        var arguments = given.Where(static pair => pair.member.Origin is MemberOrigin.Constructor).Select(static pair => pair.value);
        var required = given.Where(static pair => pair.member.Origin is MemberOrigin.Required)
            .Select(static pair => $"{Names.Escape(pair.member.Property)} = {pair.value}").ToArray();
        return $"new {@case.Type}({string.Join(", ", arguments)})" +
            (required.Length == 0 ? "" : $" {{ {string.Join(", ", required)} }}");
    }
}
