using Agents.Infrastructure;
using Agents.Runtime;
using Xunit;

namespace Agents.Model.Tests;

/// <summary>Inputs are told apart by all that they are, not only by what their declared type shows.</summary>
public sealed class InputEqualityTests
{
    private static readonly PayloadJson Payloads = new([], []);

    [Fact]
    public void Objects_are_compared_by_the_type_that_they_are_of()
    {
        Assert.NotEqual(Hash<Animal>(new Cat("a", 9)), Hash<Animal>(new Cat("a", 8)));
        Assert.NotEqual(Hash<Animal>(new Cat("a", 9)), Hash<Animal>(new Animal("a")));
        Assert.Equal(Hash<Animal>(new Cat("a", 9)), Hash<Animal>(new Cat("a", 9)));
        Assert.False(AreEqual<Animal>(new Cat("a", 9), new Cat("a", 8)));
        Assert.True(AreEqual<Animal>(new Cat("a", 9), new Cat("a", 9)));
    }

    [Fact]
    public void Collections_are_compared_by_what_they_hold()
    {
        Assert.Equal(Hash<IReadOnlyList<int>>([1, 2]), Hash<IReadOnlyList<int>>(new List<int> { 1, 2 }));
        Assert.NotEqual(Hash<IReadOnlyList<int>>([1, 2]), Hash<IReadOnlyList<int>>([2, 1]));
    }

    [Fact]
    public void What_shows_nothing_cannot_be_compared()
    {
        var thrown = Assert.Throws<InvalidOperationException>(static () => Hash(new Secret(1)));
        Assert.Contains("shows nothing to JSON", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(static () => AreEqual(new Secret(1), new Secret(2)));
    }

    private static string Hash<T>(T value) => Payloads.HashInputs("node", value, Input<T>());

    private static bool AreEqual<T>(T left, T right) => Payloads.AreEqualInputs(left, right, Input<T>());

    private static NodeInput<T> Input<T>() => new()
    {
        Parameters = [new NodeParameter("value", typeof(T))],
        Read = static json => json.Get<T>("value"),
        Write = static (json, value) => json.Set("value", value),
    };

    private class Animal(string name)
    {
        public string Name { get; } = name;
    }

    private sealed class Cat(string name, int lives) : Animal(name)
    {
        public int Lives { get; } = lives;
    }

    private sealed class Secret(int value)
    {
        public bool Is(int other) => value == other;
    }
}
