using System.Text;
using Agents.Generators.Emit;
using Agents.Generators.Models;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Agents.Generators;

/// <summary>
/// Writes the wiring, the client and the registration of each <c>[AgentModule]</c>, and the members of each
/// <c>[ChunkUnion]</c>: one file each, which depends on that declaration alone, and one thin file for the project.
/// </summary>
/// <remarks>
/// Symbols end inside the two transforms: what leaves them are records compared by value, so an edit that changes no
/// signature reaches no output. The generator reports nothing; of a faulty declaration it keeps the public surface, with
/// bodies that throw and name the fault.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class AgentModuleGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var modules = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownTypes.AgentModuleAttribute, IsClass, ModuleParser.Parse)
            .Where(static module => module is not null)
            .Select(static (module, _) => module!)
            .WithTrackingName(Steps.Modules);
        context.RegisterSourceOutput(modules, static (output, module) =>
            output.AddSource(module.Place.HintName, Text(ModuleEmitter.Emit(module))));

        var unions = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownTypes.ChunkUnionAttribute, IsClass, UnionParser.Parse)
            .Where(static union => union is not null)
            .Select(static (union, _) => union!)
            .WithTrackingName(Steps.Unions);
        context.RegisterSourceOutput(unions, static (output, union) =>
            output.AddSource(union.Place.HintName, Text(UnionEmitter.Emit(union))));

        var registry = modules
            .Select(static (module, _) => RegistrationModel.Of(module))
            .WithTrackingName(Steps.Registrations)
            .Collect()
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName))
            .Select(static (pair, _) => RegistryModel.Of(pair.Left, pair.Right))
            .WithTrackingName(Steps.Registry);
        context.RegisterSourceOutput(registry, static (output, registry) =>
        {
            if (registry.Registrations.Count > 0)
                output.AddSource(RegistryEmitter.HintName, Text(RegistryEmitter.Emit(registry)));
        });
    }

    private static bool IsClass(SyntaxNode node, CancellationToken cancellationToken) =>
        node.IsKind(SyntaxKind.ClassDeclaration) || node.IsKind(SyntaxKind.RecordDeclaration);

    private static SourceText Text(string code) => SourceText.From(code, Encoding.UTF8);
}
