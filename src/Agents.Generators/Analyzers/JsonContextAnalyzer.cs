using System.Collections.Immutable;
using Agents.Generators.Analyzers.JsonContexts;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.Generators.Analyzers;

/// <summary>
/// Finds payloads that the context given to <c>AddJson</c> does not know. Where reflection is switched off, as in native code,
/// they have no JSON.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonContextAnalyzer : AgentAnalyzer
{
    /// <summary>The property of a diagnostic that holds the metadata name of the context.</summary>
    internal const string ContextProperty = "Context";

    /// <summary>The property of a diagnostic that holds the full name of the type.</summary>
    internal const string TypeProperty = "Type";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NotInJsonContext];

    private protected override void Register(CompilationStartAnalysisContext start)
    {
        var compilation = start.Compilation;
        var needs = new Lazy<JsonNeeds>(() => new(compilation));
        var severity = IsWithoutReflection(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions)
            ? DiagnosticSeverity.Warning
            : Rules.NotInJsonContext.DefaultSeverity;
        start.RegisterOperationAction(
            context =>
            {
                var call = (IInvocationOperation)context.Operation;
                if (AddJsonCall.Of(call) is not { } here)
                    return;
                var calls = BuilderCalls.Around(call);
                if (calls.TargetIn(compilation) != here)
                    return;
                var contexts = calls.Json.Select(static call => call.Context!);
                foreach (var payload in needs.Value.MissingIn(contexts, calls.Methods, context.CancellationToken))
                    context.ReportDiagnostic(Create(payload, here, severity));
            },
            OperationKind.Invocation);
    }

    private static Diagnostic Create(PayloadType payload, AddJsonCall call, DiagnosticSeverity severity) =>
        Diagnostic.Create(
            Rules.NotInJsonContext, call.Argument.GetLocation(), severity, additionalLocations: null,
            ImmutableDictionary<string, string?>.Empty
                .Add(ContextProperty, PlaceParser.MetadataNameOf(call.Context!)).Add(TypeProperty, payload.Name),
            TypeRules.Show(payload.Type.WithNullableAnnotation(NullableAnnotation.None)), payload.Role, call.Context!.Name);

    private static bool IsWithoutReflection(AnalyzerConfigOptions options) =>
        Is(options, "PublishAot", true) || Is(options, "JsonSerializerIsReflectionEnabledByDefault", false);

    private static bool Is(AnalyzerConfigOptions options, string property, bool value) =>
        options.TryGetValue("build_property." + property, out var text) && bool.TryParse(text, out var set) && set == value;
}
