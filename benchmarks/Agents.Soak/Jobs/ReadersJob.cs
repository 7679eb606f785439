namespace Agents.Soak.Jobs;

/// <summary>Readers that come and go while a node streams, and afterwards.</summary>
internal sealed class ReadersJob : IJob
{
    public string Name => "readers come and go";

    public int Weight => 5;

    public async Task RunAsync(SoakHost host, Random random)
    {
        var words = random.Next(40, 120);
        var run = host.Witnesses.Watch(await host.Talker.StartAsync(new Speech(words, random.Next(20, 40))));
        var stream = host.Witnesses.Watch(run.Talk);
        var leaving = Task.WhenAll(Readers.LoseTokenAsync(stream, random.Next(1, words)), Readers.DetachAsync(stream));
        var counts = await Task.WhenAll(
            Readers.ReadAsync(host, stream), Readers.LeaveAndReturnAsync(stream, random.Next(1, words)), Readers.ListenAsync(host, stream));
        await leaving;
        foreach (var count in counts)
            Check.Equal(words, count, "words read");

        // Those who come late.
        await run.WaitForEndAsync();
        Check.Equal(words, await Readers.ReadAsync(host, stream), "words read late");
        Check.Equal(words, await run.ReadEventsAsync().CountAsync(static recorded => recorded is RunEvent.Chunk), "chunks among the events");
        var snapshot = await stream.GetSnapshotAsync();
        Check.Equal(words, snapshot.Invocations.Values.Single().Chunks.Count, "words of the snapshot");
    }
}
