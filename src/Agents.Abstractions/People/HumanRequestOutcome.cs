namespace Agents;

/// <summary>How a question ended.</summary>
public enum HumanRequestOutcome
{
    /// <summary>It was answered.</summary>
    Answered,

    /// <summary>Its time was over.</summary>
    Expired,

    /// <summary>Its node took it back, or its invocation ended.</summary>
    Withdrawn,
}
