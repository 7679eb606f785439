using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Agents.CodeFixes;

/// <summary>
/// What fixes have in common: each says whether it can mend a diagnostic, and mends it in a solution; all of a kind are mended
/// one after the other, so that fixes which touch the same lines do not undo each other.
/// </summary>
public abstract class AgentCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => SequentialFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var fix in await FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, cancellationToken => fix.Apply(context.Document.Project.Solution, cancellationToken), fix.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>The ways to mend a diagnostic; none where it cannot be done for sure.</summary>
    /// <param name="document">The document of the diagnostic's location.</param>
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    private protected abstract Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken);

    /// <summary>The ways to mend a diagnostic; none in a file that does not parse, where nothing is sure to land where it belongs.</summary>
    internal async Task<IReadOnlyList<Fix>> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return root is null || (root.ContainsDiagnostics && root.GetDiagnostics().Any(static fault => fault.Severity is DiagnosticSeverity.Error))
            ? []
            : await FixesForAsync(document, diagnostic, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The node of a diagnostic, or the nearest around it of a kind.</summary>
    private protected static async Task<T?> FindNodeAsync<T>(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
        where T : SyntaxNode
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>();
    }

    /// <summary>The module whose class, or a part of it, a diagnostic stands in.</summary>
    private protected static async Task<ModuleReading?> FindModuleAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var type = await FindNodeAsync<TypeDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        return type is not null && model?.GetDeclaredSymbol(type, cancellationToken) is INamedTypeSymbol symbol ? ModuleReading.Of(symbol) : null;
    }

    /// <summary>A fix that edits one document.</summary>
    private protected static Fix Edit(string title, string key, Document document, Action<DocumentEditor> edit) =>
        new(title, key, async (solution, cancellationToken) =>
        {
            var editor = await DocumentEditor.CreateAsync(solution.GetDocument(document.Id)!, cancellationToken).ConfigureAwait(false);
            edit(editor);
            return editor.GetChangedDocument().Project.Solution;
        });
}

/// <summary>A way to mend a diagnostic.</summary>
/// <param name="Title">What the IDE shows.</param>
/// <param name="Key">The same for all diagnostics that fix-all mends in this way.</param>
/// <param name="Apply">Mends it, in the solution for which it was found.</param>
internal sealed record Fix(string Title, string Key, Func<Solution, CancellationToken, Task<Solution>> Apply);
