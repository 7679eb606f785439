using Microsoft.CodeAnalysis;

namespace Agents.Generators.Diagnostics;

internal static partial class Rules
{
    private const string Streaming = "Agents.Streaming";

    public static readonly DiagnosticDescriptor ChunkNotSerializable = new(
        "AGENT0301", "Chunk cannot be serialized",
        "Node '{0}' streams '{1}', which cannot be written as JSON and read again: {2}",
        Streaming, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0301.md");

    public static readonly DiagnosticDescriptor MutableChunk = new(
        "AGENT0302", "Chunk is mutable",
        "Node '{0}' streams '{1}', which can be changed after it was written: {2}",
        Streaming, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0302.md");

    public static readonly DiagnosticDescriptor NoValueEquality = new(
        "AGENT0303", "Chunk has no value equality",
        "Node '{0}' streams '{1}', which has no value equality: {2}; after a retry its chunks are compared as JSON, if they have any",
        Streaming, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0303.md");

    public static readonly DiagnosticDescriptor UnionNotPartial = new(
        "AGENT0304", "Union is not partial",
        "Union '{0}' needs '{1}' to be partial, so that code can be generated for it",
        Streaming, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0304.md");

    public static readonly DiagnosticDescriptor UnionNotAbstract = new(
        "AGENT0305", "Union is not an abstract record",
        "Union '{0}' is {1}; a union is an abstract record whose cases are the sealed records nested in it",
        Streaming, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0305.md");

    public static readonly DiagnosticDescriptor UnionWithoutCase = new(
        "AGENT0306", "Union has no case",
        "Union '{0}' has no case; nest a sealed record in it that derives from it",
        Streaming, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0306.md");

    public static readonly DiagnosticDescriptor OpenCase = new(
        "AGENT0307", "Case of a union is open",
        "Case '{0}' of union '{1}' is {2}; a case is a sealed record, as accessible as its union and without type parameters",
        Streaming, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0307.md");

    public static readonly DiagnosticDescriptor DerivedOutside = new(
        "AGENT0308", "Record derives from a union outside of it",
        "'{0}' derives from union '{1}' and is not nested in it, so neither Match nor JSON knows it; move it into the union",
        Streaming, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0308.md");

    public static readonly DiagnosticDescriptor ReservedCaseName = new(
        "AGENT0309", "Name of a case is taken",
        "Case '{0}' of union '{1}' cannot be named '{2}': {3}",
        Streaming, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0309.md");

    public static readonly DiagnosticDescriptor CaseNotWritable = new(
        "AGENT0310", "Case of a union cannot be made or written",
        "Case '{0}' of union '{1}' cannot be made from JSON: {2}",
        Streaming, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0310.md");

    public static readonly DiagnosticDescriptor AsyncHandler = new(
        "AGENT0311", "Asynchronous lambda is bound as an action",
        "The asynchronous handler for '{0}' of '{1}' is bound as an action: nobody waits for it or catches what it throws; {2}",
        Streaming, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0311.md");

    public static readonly DiagnosticDescriptor MissingCase = new(
        "AGENT0312", "Switch over a union misses a case",
        "The switch over union '{0}' misses {1}",
        Streaming, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0312.md");

    public static readonly DiagnosticDescriptor NotInJsonContext = new(
        "AGENT0313", "Payload is not listed in the JSON context",
        "'{0}', {1}, is not listed in '{2}': where reflection is switched off it has no JSON; add [JsonSerializable(typeof({0}))]",
        Streaming, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0313.md");

    public static readonly DiagnosticDescriptor AttemptEscapes = new(
        "AGENT0314", "Writer, edge or human input is kept beyond its attempt",
        "'{0}' of node '{1}' is kept beyond its attempt, by {2}: used after the node has ended it throws",
        Streaming, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0314.md");

    public static readonly DiagnosticDescriptor WriteNotAwaited = new(
        "AGENT0315", "Write of a chunk is not awaited",
        "The write to '{0}' is not awaited: its chunk can be lost, and its exception with it",
        Streaming, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0315.md");

    public static readonly DiagnosticDescriptor WriterUnused = new(
        "AGENT0316", "Writer is never used",
        "Node '{0}' never writes to '{1}': its stream stays empty",
        Streaming, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0316.md");
}
