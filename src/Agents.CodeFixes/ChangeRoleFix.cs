using System.Collections.Immutable;
using System.Composition;
using Agents.Generators.Diagnostics;
using Agents.Generators.Operations;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Agents.CodeFixes;

/// <summary>
/// Pairs starts and aggregates by giving a node another role: a node before the aggregate opens the scope, or what has no
/// counterpart becomes an ordinary node. Offered where the graph is sound by it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangeRoleFix)), Shared]
public sealed class ChangeRoleFix : AgentCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Rules.AggregateWithoutStart.Id, Rules.StartWithoutAggregate.Id, Rules.AggregateEntry.Id];

    private protected override async Task<IReadOnlyList<Fix>> FixesForAsync(
        Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var method = await FindNodeAsync<MethodDeclarationSyntax>(document, diagnostic, cancellationToken).ConfigureAwait(false);
        if (method is null || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model ||
            model.GetDeclaredSymbol(method, cancellationToken) is not { } symbol || ModuleReading.Of(symbol.ContainingType) is not { } module ||
            module.IndexOf(symbol) is not (>= 0 and var index))
        {
            return [];
        }

        var node = module.Nodes[index];
        var fixes = new List<Fix>();
        if (diagnostic.Id == Rules.AggregateWithoutStart.Id)
        {
            foreach (var start in NodesBefore(index, module))
                Add(start, "AggregateStart", $"Open the scope at '{start.Name}'", $"{nameof(ChangeRoleFix)}.Start.{fixes.Count}");
        }

        // What a start returns would become the agent's result, which nobody has said.
        if (node.StartValue is null)
            Add(node, "Node", $"Make '{node.Name}' an ordinary node", $"{nameof(ChangeRoleFix)}.Node");
        return fixes;

        void Add(NodeSignature changed, string role, string title, string key)
        {
            if (Attributes.SyntaxOf(changed.Attribute, cancellationToken) is not { } mark ||
                document.Project.GetDocument(mark.SyntaxTree) is not { } place ||
                !NodeMark.IsSounder(module, model.Compilation, mark, NodeMark.As(mark, role)))
            {
                return;
            }

            fixes.Add(Edit(title, key, place, editor => editor.ReplaceNode(mark, (current, _) => NodeMark.As((AttributeSyntax)current, role))));
        }
    }

    /// <summary>The ordinary nodes from which edges lead to a node, from the nearest.</summary>
    private static List<NodeSignature> NodesBefore(int node, ModuleReading module)
    {
        var found = new List<int> { node };
        for (var next = 0; next < found.Count; next++)
        {
            for (var i = 0; i < module.Nodes.Count; i++)
            {
                if (!found.Contains(i) && module.Nodes[i].Edges.Any(edge => GraphRules.TargetOf(edge, module.Nodes) == found[next]))
                    found.Add(i);
            }
        }

        return [.. found.Select(i => module.Nodes[i]).Where(static before => before.Role is NodeRole.Ordinary)];
    }
}
