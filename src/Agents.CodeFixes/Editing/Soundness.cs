using Microsoft.CodeAnalysis;

namespace Agents.CodeFixes;

/// <summary>Asks the compiler whether a change is right, where rules of our own would only guess it.</summary>
internal static class Soundness
{
    /// <summary>The change as a fix; nothing if the document has errors by it that it had not before.</summary>
    public static async Task<IReadOnlyList<Fix>> FixIfSoundAsync(
        string title, string key, Document before, Document after, CancellationToken cancellationToken)
    {
        var old = await ErrorsOfAsync(before, cancellationToken).ConfigureAwait(false);
        var @new = await ErrorsOfAsync(after, cancellationToken).ConfigureAwait(false);
        return @new.Any(error => error.Count() > old[error.Key].Count())
            ? []
            : [new Fix(title, key, (_, _) => Task.FromResult(after.Project.Solution))];
    }

    private static async Task<ILookup<string, Diagnostic>> ErrorsOfAsync(Document document, CancellationToken cancellationToken)
    {
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return model!.GetDiagnostics(cancellationToken: cancellationToken)
            .Where(static diagnostic => diagnostic.Severity is DiagnosticSeverity.Error)
            .ToLookup(static diagnostic => diagnostic.Id);
    }
}
