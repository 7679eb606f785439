using StreamingPatterns;

Scene[] scenes =
[
    new("progress", "Progress updates, drawn as a progress bar", ProgressScene.RunAsync),
    new("intermediate", "Intermediate results, used before the final one is there", IntermediateScene.RunAsync),
    new("notifications", "Live notifications by callback", NotificationsScene.RunAsync),
    new("errors", "Errors reported while the node goes on", ErrorsScene.RunAsync),
    new("retry", "A node that fails and is retried, and what its readers see", RetryScene.RunAsync),
    new("parallel", "Several invocations of one node at once: all, specific, grouped", ParallelScene.RunAsync),
    new("background", "A stream consumed while the caller does other work", BackgroundScene.RunAsync),
    new("cancel", "Cancellation, with the partial output kept", CancelScene.RunAsync),
];

return args switch
{
    [] => List(),
    ["all"] => await PlayAsync(scenes),
    [var name] when scenes.FirstOrDefault(scene => scene.Name == name) is { } scene => await PlayAsync(scene),
    [var name] => Refuse($"There is no scene '{name}'. Run without arguments for a list."),
    _ => Refuse("Give the name of one scene, or 'all'."),
};

int List()
{
    Console.WriteLine("Scenes (run one with: dotnet run --project samples/StreamingPatterns -- <name>, or all of them with: -- all)\n");
    foreach (var scene in scenes)
        Console.WriteLine($"  {scene.Name,-14} {scene.About}");
    return 0;
}

static async Task<int> PlayAsync(params Scene[] scenes)
{
    var failed = 0;
    foreach (var scene in scenes)
    {
        Console.WriteLine($"=== {scene.Name}: {scene.About} ===\n");
        try
        {
            await scene.RunAsync();
        }
        catch (Exception exception)
        {
            failed++;
            Console.Error.WriteLine($"Scene '{scene.Name}' failed: {exception}");
        }

        Console.WriteLine();
    }

    return failed == 0 ? 0 : 1;
}

static int Refuse(string message)
{
    Console.Error.WriteLine(message);
    return 2;
}
