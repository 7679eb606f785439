namespace Agents.Soak.Jobs;

/// <summary>A reader that is there from the first chunk to the last.</summary>
internal sealed class StreamJob : IJob
{
    public string Name => "stream";

    public int Weight => 10;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var speech = host.Witnesses.Watch(new Speech(random.Next(50, 150), 50));
        var run = host.Witnesses.Watch(await host.Talker.StartAsync(speech));
        Check.Equal(speech.Words, await Readers.ReadAsync(host, run.Talk), "words read");
        Check.Equal(speech.Words, await run.GetResultAsync(), "words said");
    }
}
