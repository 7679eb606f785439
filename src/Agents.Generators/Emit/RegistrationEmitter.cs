using Agents.Generators.Models;

namespace Agents.Generators.Emit;

/// <summary>Writes the method that registers a module.</summary>
/// <remarks>
/// The class bears the module's whole name, so that modules of one simple name in several namespaces do not clash; a call that
/// means more than one of them names the class.
/// </remarks>
internal static class RegistrationEmitter
{
    public const string Namespace = "Microsoft.Extensions.DependencyInjection";

    public static void Emit(CodeWriter code, ModuleModel module)
    {
        var registration = RegistrationModel.Of(module);
        code.Line();
        using var @namespace = code.Open("namespace " + Namespace);
        code.Line($"""
            /// <summary>Registers agent <c>{GeneratedFile.Xml(module.Agent)}</c>.</summary>
            {GeneratedFile.GeneratedCode}
            """);
        using var type = code.Open($"{(registration.IsPublic ? "public" : "internal")} static class {registration.ExtensionClass}");
        code.Line($"""
            /// <summary>Registers agent <c>{GeneratedFile.Xml(module.Agent)}</c>: its module, its client and its graph.</summary>
            /// <param name="agents">The builder.</param>
            public static global::Agents.AgentsBuilder {registration.Method}(this global::Agents.AgentsBuilder agents)
            """);
        if (module.Fault is not null)
        {
            GeneratedFile.ExpressionBody(code, module.Fault, "");
            return;
        }

        using var body = code.OpenBody();
        code.Line($"""
            global::System.ArgumentNullException.ThrowIfNull(agents);
            return agents.AddModule<{module.Place.FullName}, {module.Client}>(
                {module.Wiring}.Definition, static runtime => new {module.Client}(runtime));
            """);
    }
}
