namespace Agents.Runtime;

/// <summary>The emissions of a completion, of which some are invocations and some are items.</summary>
internal static class Emissions
{
    /// <summary>The first invocation that a completion emitted.</summary>
    public static InvocationAttempt? FirstInvocation(this InvocationAttempt completion) => SkipItems(completion.FirstEmission);

    /// <summary>The next invocation of the same completion.</summary>
    public static InvocationAttempt? NextInvocation(this InvocationAttempt invocation) => SkipItems(invocation.Next);

    private static InvocationAttempt? SkipItems(IEmission? emission)
    {
        while (emission is not (null or InvocationAttempt))
            emission = emission.Next;
        return (InvocationAttempt?)emission;
    }
}
