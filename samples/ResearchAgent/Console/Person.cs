using Spectre.Console;

namespace Research;

/// <summary>Brings a draft before a person, at the terminal; or answers in their place.</summary>
/// <param name="console">The terminal.</param>
/// <param name="answers">What the person answers, in this order, then "yes"; empty to ask.</param>
internal sealed class Person(IAnsiConsole console, IReadOnlyList<string> answers)
{
    private const string Question = "Publish it (yes), or what is missing (birds, noise …)?";
    private static readonly string[] Yes = ["yes", "y", "approve"];
    private int answered;

    public async Task<Verdict> ReviewAsync(Brief draft, CancellationToken cancellationToken)
    {
        Console.WriteLine($"\n--- Draft ---\n{draft.Question}");
        foreach (var (topic, facts) in draft.Known)
            Console.WriteLine($"{topic}:\n  - {string.Join("\n  - ", facts)}");
        var answer = answers is []
            ? await new TextPrompt<string>(Question).DefaultValue("yes").ShowAsync(console, cancellationToken)
            : Answer();
        return new Verdict(Yes.Contains(answer, StringComparer.OrdinalIgnoreCase) ? null : answer);
    }

    private string Answer()
    {
        var answer = answers.ElementAtOrDefault(answered++) ?? "yes";
        Console.WriteLine($"{Question} {answer}\n");
        return answer;
    }
}
