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
        Role = KnownTypes.IsAggregateStartAttribute(attribute.AttributeClass) ? NodeRole.Start
            : KnownTypes.IsAggregateAttribute(attribute.AttributeClass) ? NodeRole.Aggregate
            : NodeRole.Ordinary;
        Returned = ReturnedBy(method.ReturnType);
        Return = FormOf(method.ReturnType, Returned, Role);
    }

    /// <summary>Reads a node; null if the method is none, or stands in no module.</summary>
    public static NodeSignature? Of(IMethodSymbol method) =>
        MarkOf(method) is { } attribute &&
        AttributeReader.Has(method.ContainingType, KnownTypes.IsAgentModuleAttribute)
            ? new NodeSignature(method, attribute)
            : null;

    /// <summary>What marks a method as a node, the role first; null for nothing.</summary>
    public static AttributeData? MarkOf(IMethodSymbol method) => AttributeReader.Find(
        method, static type => KnownTypes.IsAggregateStartAttribute(type) || KnownTypes.IsAggregateAttribute(type))
        ?? AttributeReader.Find(method, KnownTypes.IsNodeAttribute);

    public IMethodSymbol Method { get; }

    /// <summary>The <c>[Node]</c>, <c>[AggregateStart]</c> or <c>[Aggregate]</c>.</summary>
    public AttributeData Attribute { get; }

    public NodeRole Role { get; }

    /// <summary>The method's name without a trailing Async.</summary>
    public string Name { get; }

    /// <summary>The name on the wire.</summary>
    public string WireName { get; }

    /// <summary>The parameters and what they mean.</summary>
    public IReadOnlyList<(IParameterSymbol Symbol, ArgumentKind Kind)> Parameters { get; }

    /// <summary>How the node returns.</summary>
    public ReturnForm Return { get; }

    /// <summary>The type of what is returned, out of its task; null for nothing.</summary>
    public ITypeSymbol? Returned { get; }

    /// <summary>The type of the result without its nullability; null for none.</summary>
    public ITypeSymbol? Result => Returned is null || Role is NodeRole.Start ? null : TypeRules.WithoutNull(Returned);

    /// <summary>The type of what the start of a scope gives to its aggregate; null for nothing.</summary>
    public ITypeSymbol? StartValue => Role is NodeRole.Start ? Returned : null;

    /// <summary>Whether the node may, by its annotation, return no task at all; at run time that is an error.</summary>
    public bool ReturnsNullableTask => Method.ReturnType is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } &&
        KnownTypes.IsTaskLike(Method.ReturnType);

    public bool IsMarkedEntry => AttributeReader.Named<bool>(Attribute, "Entry");

    public IEnumerable<IParameterSymbol> Inputs => Of(ArgumentKind.Input);

    public IEnumerable<IParameterSymbol> Edges => Of(ArgumentKind.Edge);

    public IEnumerable<IParameterSymbol> HumanInputs => Of(ArgumentKind.HumanInput);

    /// <summary>The type of the chunks; null for a node that does not stream.</summary>
    public ITypeSymbol? Chunk => Of(ArgumentKind.Writer).Select(writer => ArgumentsOf(writer)[0]).FirstOrDefault();

    /// <summary>
    /// The types of all that is kept of the node: inputs, what it emits, questions and answers, chunks, and what it returns.
    /// </summary>
    public IEnumerable<ITypeSymbol> Payloads => Inputs.Select(static input => input.Type)
        .Concat(Edges.Concat(HumanInputs).Concat(Of(ArgumentKind.Writer)).SelectMany(ArgumentsOf))
        .Concat(Returned is null ? [] : [Returned]);

    public IEnumerable<IParameterSymbol> Of(ArgumentKind kind) =>
        Parameters.Where(parameter => parameter.Kind == kind).Select(parameter => parameter.Symbol);

    /// <summary>The type arguments of an edge, a writer or a human input.</summary>
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
            : KnownTypes.IsHumanInput(type) ? ArgumentKind.HumanInput
            : KnownTypes.IsNodeContext(type) ? ArgumentKind.Context
            : ArgumentKind.Input;
    }

    private static ITypeSymbol? ReturnedBy(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Void || KnownTypes.IsTask(type, 0) || KnownTypes.IsValueTask(type, 0) ? null
        : KnownTypes.IsTask(type, 1) || KnownTypes.IsValueTask(type, 1) ? ((INamedTypeSymbol)type).TypeArguments[0]
        : type;

    private static ReturnForm FormOf(ITypeSymbol type, ITypeSymbol? returned, NodeRole role)
    {
        var isTask = KnownTypes.IsTaskLike(type);
        return returned is null ? isTask ? ReturnForm.NothingAfter : ReturnForm.Nothing
            : role is NodeRole.Start ? isTask ? ReturnForm.StartOf : ReturnForm.Start
            : TypeRules.IsNullableValue(returned) ? isTask ? ReturnForm.NullableResultOf : ReturnForm.NullableResult
            : TypeRules.AllowsNull(returned) ? isTask ? ReturnForm.OptionalResultOf : ReturnForm.OptionalResult
            : isTask ? ReturnForm.ResultOf : ReturnForm.Result;
    }
}

/// <summary>What a node does for the scopes of its graph.</summary>
internal enum NodeRole
{
    /// <summary>Nothing.</summary>
    Ordinary,

    /// <summary>Opens one.</summary>
    Start,

    /// <summary>Gathers one.</summary>
    Aggregate,
}
