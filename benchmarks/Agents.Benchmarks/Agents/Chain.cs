namespace Agents.Benchmarks;

/// <summary>Ten nodes, one after the other.</summary>
[AgentModule]
internal sealed partial class Chain
{
    [Node]
    public void One(int value, Edge<int> two) => two.Emit(value + 1);

    [Node]
    public void Two(int value, Edge<int> three) => three.Emit(value + 1);

    [Node]
    public void Three(int value, Edge<int> four) => four.Emit(value + 1);

    [Node]
    public void Four(int value, Edge<int> five) => five.Emit(value + 1);

    [Node]
    public void Five(int value, Edge<int> six) => six.Emit(value + 1);

    [Node]
    public void Six(int value, Edge<int> seven) => seven.Emit(value + 1);

    [Node]
    public void Seven(int value, Edge<int> eight) => eight.Emit(value + 1);

    [Node]
    public void Eight(int value, Edge<int> nine) => nine.Emit(value + 1);

    [Node]
    public void Nine(int value, Edge<int> ten) => ten.Emit(value + 1);

    [Node]
    public int Ten(int value) => value + 1;
}
