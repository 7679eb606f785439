using System.Diagnostics;

namespace Agents.Runtime;

/// <summary>What telemetry keeps of an attempt while somebody listens.</summary>
internal sealed class AttemptMeasures
{
    /// <summary>The span of the attempt, if there is one.</summary>
    public Activity? Activity { get; set; }

    /// <summary>When the attempt could have begun, by the clock of the time provider; 0 if that was not measured.</summary>
    public long ReadyTimestamp { get; set; }

    /// <summary>When the attempt began; 0 if that was not measured.</summary>
    public long BegunTimestamp { get; set; }
}
