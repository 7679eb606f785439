using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;

namespace Agents.CodeFixes;

/// <summary>Makes an emit of a node's call of another node, where nothing is done with what the call gives.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EmitInsteadOfCallFix)), Shared]
public sealed class EmitInsteadOfCallFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rules.DirectCall.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var name = await FindNodeAsync<SimpleNameSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        var editor = await DocumentEditor.CreateAsync(document, cancellationToken).ConfigureAwait(false);
        var model = editor.SemanticModel;
        if (name is null || Signatures.CallOf(name) is not { } call || call.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method ||
            model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol || NodeSignature.Of(symbol) is not { } node ||
            ModuleReading.Of(symbol.ContainingType) is not { } module || TargetOf(call, module, model, cancellationToken) is not { } target)
        {
            return [];
        }

        var edge = EdgeParameter.For(node, target, module, method);
        var calls = new List<InvocationExpressionSyntax> { call };
        // Where a node calls itself, the other calls would lack the new edge: they become emits as well.
        if (edge.IsNew && SymbolEqualityComparer.Default.Equals(target.Method, symbol))
            calls.AddRange(Functions.CallsIn(method).Where(other => other != call && TargetOf(other, module, model, cancellationToken) == target));
        var uses = await Signatures.UsesOfAsync(symbol, document.Project.Solution, cancellationToken).ConfigureAwait(false);
        var others = uses.Where(use => use.Call is null || !calls.Contains(use.Call)).ToArray();
        if (edge.IsNew && (!Signatures.IsFree(symbol) || others.Length > 0))
            return [];
        var places = calls.ConvertAll(static other => new DroppedCall(other));
        foreach (var place in places)
        {
            if (Emits.Of(place.Call, target, model, cancellationToken) is not { } values || !place.TryReplace(editor, node, edge.Emit(values)))
                return [];
        }

        if (edge.IsNew)
            edge.AddTo(editor, method, symbol);
        if (others.Length == 0 && Signatures.IsFree(symbol))
            AsyncMethods.MakeSync(editor, method, awaiting => places.Exists(place => place.Takes(awaiting)));
        return await Soundness.FixIfSoundAsync(
            $"Emit to '{target.Name}' instead", nameof(EmitInsteadOfCallFix), document, editor.GetChangedDocument(), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The node that a call on the module itself calls; null for any other call.</summary>
    private static NodeSignature? TargetOf(
        InvocationExpressionSyntax call, ModuleReading module, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetOperation(call, cancellationToken) is IInvocationOperation { Instance: IInstanceReferenceOperation, TargetMethod: var called }
            ? module.Nodes.FirstOrDefault(node => SymbolEqualityComparer.Default.Equals(node.Method, called))
            : null;
}
