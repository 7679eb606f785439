namespace Agents.Testing;

/// <summary>
/// What is equal in a test: what the runtime takes for equal, by its own equality or else as JSON. JSON needs what the agents
/// of the host say of their types, so that outside of a host own equality alone counts.
/// </summary>
internal static class PayloadEquality
{
    public static bool AreEqual<T>(T left, T right) => HostQueue.Current?.Payloads is { } payloads
        ? payloads.AreEqual(left, right, comparer: null)
        : EqualityComparer<T>.Default.Equals(left, right);
}
