using Agents;

namespace Broken;

/// <summary>Does not build: its edge names a node that is not there.</summary>
[AgentModule]
public sealed partial class Lift
{
    [Node]
    public void Call(int floor, Edge<int> rdie) => rdie.Emit(floor);

    [Node(Entry = true)]
    public int Ride(int floor) => floor;
}
