namespace Agents.Testing.Tests;

/// <summary>Plans for <see cref="Nest"/>, and what one call after the other makes of them.</summary>
internal static class NestPlan
{
    public static Twig Make(Random random, string name = "a", int depth = 0)
    {
        var branches = depth == 3 ? 0 : random.Next(3);
        return new Twig(
            name,
            [.. Enumerable.Range(0, branches).Select(index => Make(random, $"{name}{(char)('a' + index)}", depth + 1))],
            [.. Enumerable.Range(0, random.Next(4)).Select(index => new Leaf($"{name}{index}", random.Next(3)))]);
    }

    public static string Execute(Twig root) => $"{root.Name}: {string.Join(' ', Items(root))}";

    /// <summary>The plan with another twig in the place of the one of its name, which no other has.</summary>
    public static Twig Replace(Twig plan, Twig by) => plan.Name == by.Name
        ? by
        : plan with { Branches = [.. plan.Branches.Select(branch => Replace(branch, by))] };

    private static IEnumerable<string> Items(Twig twig)
    {
        string[] leaves = [.. twig.Leaves.SelectMany(Items), "last"];
        var three = $"{twig.Leaves.Count}({string.Join(' ', leaves.Take(3))})";
        return [twig.Name, .. twig.Branches.SelectMany(Items), $"{twig.Leaves.Count}({string.Join(' ', leaves)})", three, three, $"/{twig.Name}"];
    }

    private static IEnumerable<string> Items(Leaf leaf) => leaf.Rounds == 0
        ? [leaf.Name]
        : [.. Items(new Leaf(leaf.Name + "l", leaf.Rounds - 1)), leaf.Name, .. Items(new Leaf(leaf.Name + "r", leaf.Rounds - 1))];
}
