namespace My_Agent;

/// <summary>The result of a run.</summary>
public sealed record Report(int Words, int Doubled);
