using System.Text.RegularExpressions;
using Agents.Analyzers.Tests.Harness;
using Agents.Generators;
using Agents.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Project = Agents.Analyzers.Tests.Harness.Project;

namespace Agents.Analyzers.Tests.Catalog;

/// <summary>
/// The generator and the analyzers share their rules, so they agree: where generated bodies throw, an analyzer says why, by
/// the same rule; and where an analyzer reports an error of a module, generated bodies throw.
/// </summary>
public partial class AgreementTests
{
    /// <summary>Errors that the generator cannot know: it sees neither what others write nor other declarations.</summary>
    private static readonly string[] NotTheGenerators = [Rules.DuplicateAgent.Id, Rules.DerivedOutside.Id];

    public static TheoryData<string> Examples => [.. Directory.EnumerateFiles(
        Repository.PathOf("tests", "Agents.Analyzers.Tests", "Examples"), "AGENT*.cs").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task What_generated_bodies_throw_an_analyzer_reports(string file)
    {
        foreach (var region in new[] { "bad", "good" })
        {
            var lines = Repository.Read("tests", "Agents.Analyzers.Tests", "Examples", file).Split('\n').ToList();
            _ = ExampleTests.Take(lines, region);
            var generated = ExampleTests.Take(lines, "made");
            var source = string.Join('\n', lines);
            var reported = (await Analysis.Of([source], TestContext.Current.CancellationToken, generated))
                .Where(diagnostic => Analysis.IsOurs(diagnostic) && diagnostic.Severity is DiagnosticSeverity.Error)
                .Select(diagnostic => diagnostic.Id)
                .Except(NotTheGenerators);
            Assert.Equal(reported.Order(StringComparer.Ordinal), ThrownBy(source).Select(AsReported).Order(StringComparer.Ordinal));

            // What will be an agent's client is, to the generator that is to make it, a type that is not there.
            string AsReported(string thrown) =>
                thrown == Rules.UnknownType.Id && reported.Contains(Rules.ClientParameter.Id) ? Rules.ClientParameter.Id : thrown;
        }
    }

    private static IEnumerable<string> ThrownBy(string source)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new AgentModuleGenerator().AsSourceGenerator()], parseOptions: Project.ParseOptions);
        var compilation = CSharpCompilation.Create(
            "My.App",
            [
                CSharpSyntaxTree.ParseText(Project.Usings, Project.ParseOptions, "Usings.cs"),
                CSharpSyntaxTree.ParseText(source, Project.ParseOptions, "Source.cs"),
            ],
            Project.References, Project.CompilationOptions);
        return driver.RunGenerators(compilation).GetRunResult().GeneratedTrees
            .SelectMany(tree => Thrown().Matches(tree.ToString()).Select(match => match.Groups[1].Value))
            .Distinct();
    }

    [GeneratedRegex(@"\((AGENT[0-9]{4})\)\.")]
    private static partial Regex Thrown();
}
