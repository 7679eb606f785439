using Agents.Generators.Benchmarks.Workload;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Benchmarks.Builds;

/// <summary>A project on disk, of modules in a file each, gone after use.</summary>
internal sealed class BuildProject : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("agents-costs-");

    /// <summary>Writes a project.</summary>
    /// <param name="modules">How many modules.</param>
    /// <param name="isGenerated">Whether the generator and the analyzers are in the build; else what they generate is a source.</param>
    public BuildProject(int modules, bool isGenerated)
    {
        for (var i = 0; i < modules; i++)
            Write($"Orders{i:D3}.cs", Modules.SourceOf(i));
        if (!isGenerated)
        {
            foreach (var file in GeneratorCosts.Create().RunGenerators(new Modules(modules).Compilation).GetRunResult().Results[0].GeneratedSources)
                Write(file.HintName.Replace('+', '.'), file.SourceText.ToString());
        }

        var analyzers = isGenerated ? ["Agents.Generators.dll", "Agents.CodeFixes.dll"] : Array.Empty<string>();
        Write("Shop.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(Modules.Assemblies.Select(path => $"""<Reference Include="{path}" />"""))}
                {string.Concat(analyzers.Select(name => $"""<Analyzer Include="{Path.Combine(AppContext.BaseDirectory, name)}" />"""))}
              </ItemGroup>
            </Project>
            """);
    }

    public string Folder => directory.FullName;

    public void Dispose() => directory.Delete(recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);
}
