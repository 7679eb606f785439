using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using Agents.Analyzers.Tests.Harness;
using Agents.CodeFixes;
using Agents.Generators;
using Agents.Generators.Operations;
using CodeProject = Microsoft.CodeAnalysis.Project;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Project = Agents.Analyzers.Tests.Harness.Project;

namespace Agents.Analyzers.Tests.Robustness;

/// <summary>Applies fixes to code of any kind, one diagnostic at a time and all at once.</summary>
internal static class Fixing
{
    private static readonly IReadOnlyList<CodeFixProvider> All = [.. typeof(AgentCodeFix).Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    private static readonly CodeProject Empty = new AdhocWorkspace().AddProject("My.App", LanguageNames.CSharp)
        .WithParseOptions(Project.ParseOptions)
        .WithCompilationOptions(Project.CompilationOptions)
        .WithMetadataReferences(Project.References)
        .AddDocument("Usings.cs", Project.Usings, filePath: "Usings.cs").Project;

    /// <summary>A project of the sources, and what is generated for them.</summary>
    public static async Task<CodeProject> ProjectOf(IEnumerable<string> sources, CancellationToken cancellationToken)
    {
        var project = sources.Index().Aggregate(Empty, (project, source) => Add(project, $"Source{source.Index}.cs", source.Item));
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new AgentModuleGenerator().AsSourceGenerator()], parseOptions: Project.ParseOptions);
        driver = driver.RunGenerators((await project.GetCompilationAsync(cancellationToken))!, cancellationToken);
        return driver.GetRunResult().Results[0].GeneratedSources
            .Aggregate(project, (project, source) => Add(project, source.HintName, source.SourceText.ToString()));
    }

    /// <summary>Applies the first action of each fix for a diagnostic, there and to the whole project.</summary>
    public static async Task TryAsync(
        CodeProject project, Diagnostic diagnostic, ImmutableArray<Diagnostic> all, CancellationToken cancellationToken)
    {
        if (project.GetDocument(diagnostic.Location.SourceTree) is not { } document)
            return;
        foreach (var fix in All.Where(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var actions = new List<CodeAction>();
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), cancellationToken));
            if (actions is not [var first, ..])
                continue;
            await ApplyAsync(project, first, cancellationToken);
            var everywhere = await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(
                document, fix, FixAllScope.Project, first.EquivalenceKey!, [diagnostic.Id], new Diagnostics(project, all), cancellationToken));
            await ApplyAsync(project, everywhere!, cancellationToken);
        }
    }

    private static async Task ApplyAsync(CodeProject project, CodeAction action, CancellationToken cancellationToken)
    {
        var operations = await action.GetOperationsAsync(project.Solution, new Progress<CodeAnalysisProgress>(), cancellationToken);
        var changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution.GetProject(project.Id)!;
        var (before, after) = (await CountErrorsAsync(project, cancellationToken), await CountErrorsAsync(changed, cancellationToken));
        if (after <= before)
            return;
        var texts = await Task.WhenAll(changed.GetChanges(project).GetChangedDocuments()
            .Select(async id => (await changed.GetDocument(id)!.GetTextAsync(cancellationToken)).ToString()));
        Assert.Fail($"'{action.Title}' leaves {after} syntax errors where there were {before}:\n{string.Join("\n// ----\n", texts)}");
    }

    private static async Task<int> CountErrorsAsync(CodeProject project, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var document in project.Documents)
        {
            // From the text: trees that were put together bear no errors.
            var text = await document.GetTextAsync(cancellationToken);
            var tree = CSharpSyntaxTree.ParseText(text, Project.ParseOptions, cancellationToken: cancellationToken);
            count += tree.GetDiagnostics(cancellationToken).Count(diagnostic => diagnostic.Severity is DiagnosticSeverity.Error);
        }

        return count;
    }

    private static CodeProject Add(CodeProject project, string name, string text) =>
        project.AddDocument(name, SourceText.From(text, Encoding.UTF8), filePath: name).Project;

    /// <summary>What fix-all asks for.</summary>
    private sealed class Diagnostics(CodeProject analyzed, ImmutableArray<Diagnostic> all) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(all.Where(diagnostic => analyzed.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(
            CodeProject project, CancellationToken cancellationToken) =>
            Task.FromResult(all.Where(diagnostic => !diagnostic.Location.IsInSource));

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(
            CodeProject project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(all);
    }
}
