using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Agents.Analyzers.Tests.Harness;

/// <summary>A generator that is not ours: it writes what an additional file says.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class OtherGenerator : IIncrementalGenerator
{
    /// <summary>The file it reads.</summary>
    internal const string File = "Other.generated.txt";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.AdditionalTextsProvider.Where(static text => text.Path.EndsWith(File, StringComparison.Ordinal)),
        static (output, text) => output.AddSource("Other.g.cs", text.GetText(output.CancellationToken)!.ToString()));

    /// <summary>The file, for a driver of generators.</summary>
    internal sealed class Text(string text) : AdditionalText
    {
        public override string Path => File;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
