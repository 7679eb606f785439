namespace Agents.Generators;

/// <summary>The names that the pipeline's steps are tracked by, so that tests can see what is computed anew.</summary>
internal static class Steps
{
    public const string Modules = nameof(Modules);
    public const string Unions = nameof(Unions);
    public const string Registrations = nameof(Registrations);
    public const string Registry = nameof(Registry);

    public static readonly string[] All = [Modules, Unions, Registrations, Registry];
}
