using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Agents.Generators.Tests.Harness;

/// <summary>What must hold of every run of the generator.</summary>
internal static class Proofs
{
    /// <summary>Edits that change no signature reach no output: nothing is written again.</summary>
    public static void EditsAreCached(CSharpCompilation compilation, GeneratorRun first)
    {
        var unrelated = compilation.AddSyntaxTrees(Sources.Parse("internal static class Unrelated;", "Unrelated.cs"));
        var second = GeneratorRun.Of(unrelated, first.Driver);
        OutputsAreCached(second);
        OutputsAreCached(GeneratorRun.Of(Sources.EditBodies(unrelated), second.Driver));
    }

    public static void OutputsAreCached(GeneratorRun run)
    {
        foreach (var step in run.Result.TrackedOutputSteps.SelectMany(steps => steps.Value))
            Assert.All(step.Outputs, output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        foreach (var name in Steps.All.Where(run.Result.TrackedSteps.ContainsKey))
        {
            Assert.All(run.Result.TrackedSteps[name].SelectMany(step => step.Outputs), output =>
                Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{name}: {output.Reason}"));
        }
    }

    /// <summary>The order in which the compiler is given the files does not matter.</summary>
    public static void OrderDoesNotMatter(CSharpCompilation compilation, GeneratorRun first)
    {
        var reversed = compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(compilation.SyntaxTrees.Reverse());
        Assert.Equal(first.Files, GeneratorRun.Of(reversed).Files);
    }

    /// <summary>What the steps hand on leads to nothing that belongs to a compilation.</summary>
    public static void ModelsHoldNoSymbols(GeneratorRun run)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var name in Steps.All.Where(run.Result.TrackedSteps.ContainsKey))
        {
            foreach (var output in run.Result.TrackedSteps[name].SelectMany(step => step.Outputs))
                Walk(output.Value, name);
        }

        void Walk(object? value, string path)
        {
            Assert.False(
                value is ISymbol or Compilation or SyntaxNode or SyntaxTree or SemanticModel or Location or SyntaxReference or Delegate,
                $"{path} holds a {value?.GetType()}.");
            if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
                return;
            if (value is IEnumerable items)
            {
                foreach (var item in items)
                    Walk(item, path + "[]");
            }

            for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
            {
                foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPrimitive)
                        Walk(field.GetValue(value), $"{path}.{field.Name}");
                }
            }
        }
    }

    /// <summary>Lines end as they do in the repository.</summary>
    public static void LinesEndWithLineFeeds(GeneratorRun run) =>
        Assert.All(run.Files.Values, file => Assert.DoesNotContain('\r', file));
}
