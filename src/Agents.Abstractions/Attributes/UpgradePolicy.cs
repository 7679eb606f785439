namespace Agents;

/// <summary>
/// What becomes of a run that is kept in a journal and was started by a build with another graph, when a host of this build starts.
/// </summary>
public enum UpgradePolicy
{
    /// <summary>
    /// It goes on where everything that is still to be done fits: the nodes are there, by their names on the wire, and take the inputs
    /// that are stored. Else it is parked, see <see cref="RunInfo.Parked"/>: it spends no attempt, and goes on under a build that fits.
    /// </summary>
    Continue,

    /// <summary>
    /// It ends canceled, for the reason <see cref="AgentCanceledException.Upgraded"/>, and a run with the same inputs is started in
    /// its place; <see cref="RunInfo.ForkedFrom"/> tells of which. Child runs are started anew by their parents.
    /// </summary>
    Restart,

    /// <summary>It ends failed, with the code <see cref="FailureCodes.Upgraded"/>.</summary>
    Fail,
}
