using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Analyzers.Tests.Harness;

/// <summary>Projects apart from each other.</summary>
internal static class Library
{
    /// <summary>Sources as a compilation, before the generator has run.</summary>
    public static CSharpCompilation Compile(string name, IEnumerable<string> sources, params MetadataReference[] references) =>
        CSharpCompilation.Create(
            name,
            sources.Prepend(Project.Usings).Select(source => CSharpSyntaxTree.ParseText(source, Project.ParseOptions)),
            [.. Project.References, .. references],
            Project.CompilationOptions);

    /// <summary>A source as a compiled library that another project refers to.</summary>
    public static MetadataReference ReferTo(string source)
    {
        using var image = new MemoryStream();
        Assert.True(Compile("Library", [source]).Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
