using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Agents.Generators.Benchmarks.Workload;

/// <summary>A project of modules, each in a file of its own with ten nodes, a union and its payloads; and one file more.</summary>
internal sealed class Modules
{
    /// <summary>What a project with implicit usings has.</summary>
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest);

    private static readonly string Template = ReadTemplate();

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. Basic.Reference.Assemblies.Net100.References.All, .. Assemblies.Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public Modules(int count) => Compilation = CSharpCompilation.Create(
        "Shop",
        Enumerable.Range(0, count).Select(i => Parse(FileOf(i), SourceOf(i))).Append(Parse("Usings.cs", Usings)).Append(Unrelated(0)),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The assemblies that modules name, besides the framework.</summary>
    public static IEnumerable<string> Assemblies =>
    [
        typeof(AgentRun).Assembly.Location, typeof(Microsoft.Extensions.DependencyInjection.IServiceCollection).Assembly.Location,
    ];

    public CSharpCompilation Compilation { get; }

    /// <summary>The source of a module.</summary>
    public static string SourceOf(int module) => Template.Replace("000", module.ToString("D3", CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>Edits one file, each round in another way, and gives its tree as well.</summary>
    public (CSharpCompilation Compilation, SyntaxTree Tree) Apply(Edit edit, int round)
    {
        var tree = edit switch
        {
            Edit.Unrelated => Unrelated(round),
            Edit.Body => Parse(FileOf(0), Replace("const int Bulk = 100;", $"const int Bulk = {100 + round};\n")),
            Edit.Signature => Parse(FileOf(0), Replace("int priority = 1)", $"int priority = {1 + round})")),
            _ => throw new ArgumentOutOfRangeException(nameof(edit)),
        };
        var old = Compilation.SyntaxTrees.Single(other => other.FilePath == tree.FilePath);
        return (Compilation.ReplaceSyntaxTree(old, tree), tree);
    }

    private static string Replace(string old, string text) => SourceOf(0) is var source && source.Contains(old, StringComparison.Ordinal)
        ? source.Replace(old, text, StringComparison.Ordinal)
        : throw new InvalidOperationException($"The template has no '{old}'.");

    private static string FileOf(int module) => $"Orders{module:D3}.cs";

    private static SyntaxTree Unrelated(int round) => Parse("Unrelated.cs", $"namespace Shop; internal static class Unrelated {{ public static int Round => {round}; }}");

    private static SyntaxTree Parse(string path, string source) => CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), ParseOptions, path);

    private static string ReadTemplate()
    {
        using var reader = new StreamReader(typeof(Modules).Assembly.GetManifestResourceStream("Module.cs")!);
        return reader.ReadToEnd();
    }
}

/// <summary>What is edited.</summary>
internal enum Edit
{
    /// <summary>A file without modules.</summary>
    Unrelated,

    /// <summary>The body of a node; lines after it move.</summary>
    Body,

    /// <summary>The signature of a node.</summary>
    Signature,
}
