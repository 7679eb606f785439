using System.Text.Json;
using Agents.Generators.Parsing;
using Agents.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Project = Agents.Analyzers.Tests.Harness.Project;

namespace Agents.Analyzers.Tests.Streams;

/// <summary>The analyzer and the library agree about the types that no context must list.</summary>
public class JsonScalarsTests
{
    private static readonly CSharpCompilation Compilation = CSharpCompilation.Create("Empty", references: Project.References);

    private static readonly JsonSerializerOptions Options = new() { TypeInfoResolver = BuiltInJson.Resolver };

    [Fact]
    public void The_analyzer_knows_what_the_library_knows()
    {
        var known = 0;
        foreach (var type in typeof(object).Assembly.GetExportedTypes().Concat(typeof(JsonElement).Assembly.GetExportedTypes()))
        {
            if (type.IsGenericTypeDefinition || type.IsByRefLike || Compilation.GetTypeByMetadataName(type.FullName!) is not { } symbol)
                continue;
            known += Compare(type, symbol);
            if (type.IsValueType && type != typeof(void))
                Compare(typeof(Nullable<>).MakeGenericType(type), Compilation.GetSpecialType(SpecialType.System_Nullable_T).Construct(symbol));
            if (type != typeof(void))
                Compare(type.MakeArrayType(), Compilation.CreateArrayTypeSymbol(symbol));
        }

        Assert.True(known > 25, $"{known} types were compared that are known.");
    }

    private static int Compare(Type type, ITypeSymbol symbol)
    {
        var isKnown = BuiltInJson.Resolver.GetTypeInfo(type, Options) is not null;
        Assert.True(isKnown == JsonScalars.IsKnown(symbol), $"{type}: the library says {isKnown}.");
        return isKnown ? 1 : 0;
    }
}
