using System.Collections.Immutable;
using Agents.Generators.Analyzers.JsonContexts;
using Agents.Generators.Diagnostics;
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
        var cancellationToken = start.CancellationToken;
        var needs = new Lazy<JsonNeeds>(() => JsonNeeds.Of(compilation, cancellationToken), LazyThreadSafetyMode.PublicationOnly);
        var severity = IsWithoutReflection(start.Options.AnalyzerConfigOptionsProvider.GlobalOptions)
            ? DiagnosticSeverity.Warning
            : Rules.NotInJsonContext.DefaultSeverity;
        start.RegisterOperationAction(
            context =>
            {
                var call = (IInvocationOperation)context.Operation;
                if (AddJsonCall.Of(call) is not { } here || TargetOf(AddJsonCall.Beside(call), compilation) is not { } target || target != here)
                    return;
                foreach (var payload in needs.Value.MissingIn(AddJsonCall.Beside(call).Select(static beside => beside.Context!)))
                    context.ReportDiagnostic(Create(payload, target, severity));
            },
            OperationKind.Invocation);
    }

    /// <summary>
    /// The call, of those in one body, at which it is told what is missing: the first with a context of this project, for
    /// that can be mended. None where one of them is given something that may know anything.
    /// </summary>
    private static AddJsonCall? TargetOf(IReadOnlyList<AddJsonCall> calls, Compilation compilation) =>
        calls.Any(static call => call.Context is null)
            ? null
            : calls.OrderByDescending(call => SymbolEqualityComparer.Default.Equals(call.Context!.ContainingAssembly, compilation.Assembly)).First();

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
