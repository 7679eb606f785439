using System.ComponentModel;

namespace Agents.Infrastructure;

/// <summary>The result type of an agent none of whose nodes gives a result.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct NoResult;
