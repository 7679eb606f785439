using Microsoft.CodeAnalysis;

namespace Agents.Generators.Diagnostics;

internal static partial class Rules
{
    private const string Use = "Agents.Use";

    public static readonly DiagnosticDescriptor DirectCall = new(
        "AGENT0401", "Node is called directly",
        "Node '{0}' is called directly from node '{1}', as a plain method: it is not recorded, retried or streamed as a node; emit to it",
        Use, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0401.md");

    public static readonly DiagnosticDescriptor BlockingCall = new(
        "AGENT0402", "Node blocks its thread",
        "Node '{0}' blocks its thread by '{1}'; {2}",
        Use, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0402.md");

    public static readonly DiagnosticDescriptor ModuleState = new(
        "AGENT0403", "Module has state of its own",
        "'{0}' of module '{1}' is written outside a constructor; the one instance serves all runs at once, and a retry finds what the last attempt left",
        Use, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0403.md");

    public static readonly DiagnosticDescriptor TaskNotAwaited = new(
        "AGENT0404", "Task started in a node is not awaited",
        "The task that '{0}' starts in node '{1}' is never awaited: it outlives the attempt, and its exception is lost",
        Use, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0404.md");

    public static readonly DiagnosticDescriptor RunBlocked = new(
        "AGENT0405", "Run is waited for synchronously",
        "'{0}' waits for a run by blocking the thread; await '{1}'",
        Use, DiagnosticSeverity.Warning, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0405.md");

    public static readonly DiagnosticDescriptor RunNotObserved = new(
        "AGENT0406", "Run is started and never observed",
        "The run that '{0}' starts is never observed: nobody sees its result or its failure",
        Use, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0406.md");

    public static readonly DiagnosticDescriptor HumanInputUnused = new(
        "AGENT0407", "Human input is never used",
        "Node '{0}' never asks by its human input '{1}'",
        Use, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0407.md");

    public static readonly DiagnosticDescriptor AskAfterEffect = new(
        "AGENT0408", "Question follows a side effect",
        "Node '{0}' asks after it has called '{1}': an attempt that asks again repeats that call, too; ask first, or in a node of its own",
        Use, DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: Pages + "AGENT0408.md");
}
