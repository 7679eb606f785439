namespace Agents.Soak.Jobs;

/// <summary>Something that users of agents do, and that checks what came of it.</summary>
internal interface IJob
{
    string Name { get; }

    /// <summary>How often it is chosen, beside the others.</summary>
    int Weight { get; }

    /// <summary>Whether it waits for people, so that workers do other jobs meanwhile.</summary>
    bool IsPatient => false;

    Task RunAsync(SoakHost host, Random random);
}
