using Agents.Generators;
using Agents.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Agents.CodeFixes;

/// <summary>Changes what marks a node.</summary>
internal static class NodeMark
{
    /// <summary>What an aggregate alone can set.</summary>
    private static readonly string[] OfAggregates = ["Start", "OnEarlyFinish"];

    /// <summary>The mark of another role: <c>Node</c> or <c>AggregateStart</c>, with what can be set for each node.</summary>
    public static AttributeSyntax As(AttributeSyntax mark, string role) => Attributes.Without(mark, OfAggregates)
        .WithName(SyntaxFactory.ParseName("global::Agents." + role).WithAdditionalAnnotations(Simplifier.Annotation).WithTriviaFrom(mark.Name));

    /// <summary>One of several marks, with what only the others set, as far as it can.</summary>
    public static AttributeSyntax Merge(AttributeSyntax kept, AttributeData role, IEnumerable<AttributeSyntax> others)
    {
        var arguments = Attributes.ArgumentsOf(kept).ToList();
        foreach (var argument in others.SelectMany(Attributes.ArgumentsOf))
        {
            var name = Attributes.PropertyOf(argument);
            if (arguments.Exists(other => Attributes.PropertyOf(other) == name) ||
                (OfAggregates.Contains(name) && !KnownTypes.IsAggregateAttribute(role.AttributeClass)))
            {
                continue;
            }

            arguments.Insert(name is null ? 0 : arguments.Count, argument);
        }

        return arguments.Count == Attributes.ArgumentsOf(kept).Count() ? kept : Attributes.WithArguments(kept, arguments);
    }

    /// <summary>Whether the graph of a module is sounder with a mark replaced: it has fewer faults, and none of another rule.</summary>
    public static bool IsSounder(ModuleReading module, Compilation compilation, AttributeSyntax mark, AttributeSyntax replacement)
    {
        var tree = mark.SyntaxTree;
        var changed = compilation.ReplaceSyntaxTree(
            tree, tree.WithRootAndOptions(tree.GetRoot().ReplaceNode(mark, replacement), tree.Options));
        var id = DocumentationCommentId.CreateDeclarationId(module.Module);
        if (id is null || DocumentationCommentId.GetFirstSymbolForDeclarationId(id, changed) is not INamedTypeSymbol type || ModuleReading.Of(type) is not { } reading)
            return false;
        var before = GraphRules.FaultsOf(module, compilation).ToLookup(static fault => fault.Rule.Id);
        var after = GraphRules.FaultsOf(reading, changed).ToLookup(static fault => fault.Rule.Id);
        return after.Sum(static faults => faults.Count()) < before.Sum(static faults => faults.Count()) &&
            after.All(faults => before.Contains(faults.Key));
    }
}
