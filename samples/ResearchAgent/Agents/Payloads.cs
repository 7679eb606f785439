namespace Research;

/// <summary>What is to be found out and what is known so far: the draft of the report.</summary>
/// <param name="Question">What the report is to answer.</param>
/// <param name="Known">What has been found.</param>
/// <param name="Wish">What a person missed; null as long as nobody has.</param>
public sealed record Brief(string Question, IReadOnlyList<Finding> Known, string? Wish = null);

/// <summary>What a search has found.</summary>
public sealed record Finding(string Topic, IReadOnlyList<string> Facts);

/// <summary>What a person says of a draft.</summary>
/// <param name="Wish">What is missing; null to publish.</param>
public sealed record Verdict(string? Wish);

/// <summary>The result.</summary>
public sealed record Report(string Question, IReadOnlyList<string> Facts);
