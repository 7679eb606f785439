namespace Agents.Runtime;

/// <summary>What needs a slot of each gate of a node to execute: an attempt that begins, or one that goes on after a wait.</summary>
internal interface ISlotSeeker : IThreadPoolWorkItem
{
    Run Run { get; }

    NodeInfo NodeInfo { get; }

    /// <summary>How many gates it has passed on its way to execution.</summary>
    int GatesPassed { get; set; }
}
