using Agents.Generators.Models;

namespace Agents.Generators.Emit;

/// <summary>Writes the one file of a project that knows all its modules.</summary>
internal static class RegistryEmitter
{
    public const string HintName = "Agents.Registry.g.cs";

    public static string Emit(RegistryModel registry)
    {
        var code = GeneratedFile.Begin();
        var accessibility = registry.Registrations.Any(static registration => registration.IsPublic) ? "public" : "internal";
        code.Line();
        using (code.Open("namespace " + RegistrationEmitter.Namespace))
        {
            code.Line($"""
                /// <summary>Registers the agents of this project.</summary>
                {GeneratedFile.GeneratedCode}
                """);
            using var type = code.Open($"{accessibility} static class {registry.ExtensionClass}");
            code.Line($"""
                /// <summary>Registers all agents of this project.</summary>
                /// <param name="agents">The builder.</param>
                public static global::Agents.AgentsBuilder {registry.Method}(this global::Agents.AgentsBuilder agents)
                """);
            using var body = code.OpenBody();
            foreach (var registration in registry.Registrations)
                code.Line($"{registration.ExtensionClass}.{registration.Method}(agents);");
            code.Line("return agents;");
        }

        return code.ToString();
    }
}
