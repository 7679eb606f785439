namespace Agents.Generators.Models;

/// <summary>What the registry file knows of a module: its registration, and nothing that changes with its nodes.</summary>
internal sealed record RegistrationModel(string ExtensionClass, string Method, bool IsPublic)
{
    public static RegistrationModel Of(ModuleModel module) => new(
        module.Place.FlatName + "AgentsBuilderExtensions", "Add" + module.Place.Name, module.IsPublic);
}

/// <summary>The modules of a project.</summary>
internal sealed record RegistryModel(string Method, EquatableArray<RegistrationModel> Registrations)
{
    public static RegistryModel Of(IEnumerable<RegistrationModel> registrations, string? assembly) => new(
        $"Add{Identifier(assembly ?? "")}Agents",
        registrations.OrderBy(static registration => registration.ExtensionClass, StringComparer.Ordinal).ToEquatableArray());

    /// <summary>The class that holds the method; its suffix differs from that of every module's.</summary>
    public string ExtensionClass => Method.Substring("Add".Length) + "RegistryExtensions";

    private static string Identifier(string assembly)
    {
        var name = new string(assembly.Where(static c => char.IsLetterOrDigit(c) || c == '_').ToArray());
        return name.Length > 0 && char.IsDigit(name[0]) ? "_" + name : name;
    }
}
