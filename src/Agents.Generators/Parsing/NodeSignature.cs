using Agents.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Agents.Generators.Parsing;

/// <summary>What the signature of a node says. Holds symbols, so it never leaves the transform.</summary>
internal sealed class NodeSignature
{
    public NodeSignature(IMethodSymbol method, AttributeData attribute)
    {
        Method = method;
        Attribute = attribute;
        Name = Names.WithoutAsync(method.Name);
        WireName = AttributeReader.TextOf(attribute) ?? Name;
        Parameters = [.. method.Parameters.Select(parameter => (parameter, KindOf(parameter)))];
        (Return, Result) = ReturnOf(method.ReturnType);
    }

    /// <summary>Reads a node; null if the method is none, or stands in no module.</summary>
    public static NodeSignature? Of(IMethodSymbol method) =>
        AttributeReader.Find(method, KnownTypes.IsNodeAttribute) is { } attribute &&
        AttributeReader.Has(method.ContainingType, KnownTypes.IsAgentModuleAttribute)
            ? new NodeSignature(method, attribute)
            : null;

    public IMethodSymbol Method { get; }

    /// <summary>The <c>[Node]</c>.</summary>
    public AttributeData Attribute { get; }

    /// <summary>The method's name without a trailing Async.</summary>
    public string Name { get; }

    /// <summary>The name on the wire.</summary>
    public string WireName { get; }

    /// <summary>The parameters and what they mean.</summary>
    public IReadOnlyList<(IParameterSymbol Symbol, ArgumentKind Kind)> Parameters { get; }

    /// <summary>How the node returns.</summary>
    public ReturnForm Return { get; }

    /// <summary>The type of the result without its nullability; null for none.</summary>
    public ITypeSymbol? Result { get; }

    /// <summary>Whether the node may, by its annotation, return no task at all; at run time that is an error.</summary>
    public bool ReturnsNullableTask => Method.ReturnType is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } &&
        Return is ReturnForm.NothingAfter or ReturnForm.ResultOf or ReturnForm.OptionalResultOf or ReturnForm.NullableResultOf;

    public bool IsMarkedEntry => AttributeReader.Named<bool>(Attribute, "Entry");

    public IEnumerable<IParameterSymbol> Inputs => Of(ArgumentKind.Input);

    public IEnumerable<IParameterSymbol> Edges => Of(ArgumentKind.Edge);

    /// <summary>The type of the chunks; null for a node that does not stream.</summary>
    public ITypeSymbol? Chunk => Of(ArgumentKind.Writer).Select(writer => ArgumentsOf(writer)[0]).FirstOrDefault();

    public IEnumerable<IParameterSymbol> Of(ArgumentKind kind) =>
        Parameters.Where(parameter => parameter.Kind == kind).Select(parameter => parameter.Symbol);

    /// <summary>The type arguments of an edge or a writer.</summary>
    public static IReadOnlyList<ITypeSymbol> ArgumentsOf(IParameterSymbol parameter) =>
        ((INamedTypeSymbol)parameter.Type).TypeArguments;

    private static ArgumentKind KindOf(IParameterSymbol parameter)
    {
        var type = parameter.Type;
        return AttributeReader.Has(parameter, KnownTypes.IsServiceAttribute) ? ArgumentKind.Service
            : AttributeReader.Has(parameter, KnownTypes.IsKeyedServiceAttribute) ? ArgumentKind.KeyedService
            : KnownTypes.IsCancellationToken(type) ? ArgumentKind.CancellationToken
            : KnownTypes.IsChunkWriter(type) ? ArgumentKind.Writer
            : KnownTypes.IsEdge(type) ? ArgumentKind.Edge
            : KnownTypes.IsNodeContext(type) ? ArgumentKind.Context
            : ArgumentKind.Input;
    }

    private static (ReturnForm Form, ITypeSymbol? Result) ReturnOf(ITypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_Void)
            return (ReturnForm.Nothing, null);
        if (KnownTypes.IsTask(type, 0) || KnownTypes.IsValueTask(type, 0))
            return (ReturnForm.NothingAfter, null);
        var isTask = KnownTypes.IsTask(type, 1) || KnownTypes.IsValueTask(type, 1);
        var value = isTask ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        var form = TypeRules.IsNullableValue(value) ? isTask ? ReturnForm.NullableResultOf : ReturnForm.NullableResult
            : TypeRules.AllowsNull(value) ? isTask ? ReturnForm.OptionalResultOf : ReturnForm.OptionalResult
            : isTask ? ReturnForm.ResultOf : ReturnForm.Result;
        return (form, TypeRules.WithoutNull(value));
    }
}
